import XCTest

@testable import HarkClient

final class StreamProxyTests: XCTestCase {
    func testProxy_isAskedToConnect_withCredentials() async throws {
        let asked = expectation(description: "the request is the expected one")
        let server = try ScriptedServer { peer in
            let request = try peer.receive(until: "\r\n\r\n")
            let expected = """
                CONNECT [2001:db8::1]:6667 HTTP/1.1\r\nHost: [2001:db8::1]:6667\r
                Proxy-Authorization: Basic YWRhOnA6QHNz\r\n\r

                """
            if request == expected { asked.fulfill() }
            // The host's first words come with the head.
            try peer.send("HTTP/1.1 200 Connection established\r\n\r\nwelcome")
        }

        let connection = try await connect(through: server, host: "2001:db8::1", user: "ada", password: "p:@ss")
        let welcome = try await connection.read()

        XCTAssertEqual(welcome, Array("welcome".utf8))
        await fulfillment(of: [asked], timeout: 10)
    }

    func testConnect_fails_whenTheProxyDoesNotConnect() async throws {
        let answers = [
            ("HTTP/1.1 403 Forbidden\r\n\r\n<html>", "answered 403 Forbidden for irc.example:6667"),
            ("<!DOCTYPE html><html><body>Sign in</body></html>", "does not answer in HTTP/1.1"),
            ("HTTP/1.1 200 OK\r\n", "closed the connection instead of answering"),
            ("", "closed the connection instead of answering"),
        ]
        for (answer, reason) in answers {
            let server = try ScriptedServer { peer in
                _ = try peer.receive(until: "\r\n\r\n")
                try peer.send(answer)
            }

            await assertThrows(StreamError.proxyFailed(reason: reason)) { try await connect(through: server) }
        }
    }

    func testConnect_fails_whenTheProxysHeadNeverEnds() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.receive(until: "\r\n\r\n")
            try peer.send("HTTP/1.1 200 OK\r\nX: ")
            try peer.sendForever([UInt8](repeating: 65, count: 1000))
        }

        await assertThrows(StreamError.proxyFailed(reason: "answers with a head of more than 16384 bytes")) {
            try await connect(through: server)
        }
    }

    func testErrors_areWithoutCredentials() async throws {
        let server = try ScriptedServer { peer in
            _ = try peer.receive(until: "\r\n\r\n")
            try peer.send("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        }

        let error = try await error(StreamError.self) {
            try await connect(through: server, user: "ada", password: "lovelace")
        }

        XCTAssertFalse("\(error)".contains("lovelace"))
        XCTAssertFalse("\(error)".contains("YWRh"))
    }

    func testEnvironment_namesTheProxy() throws {
        let proxy = try XCTUnwrap(
            ProxyConfiguration(environment: [
                "HTTPS_PROXY": "http://ada:p%3A%40ss@proxy.example:3128",
                "NO_PROXY": "example.org, .example.net,10.0.0.0/8 ::1",
            ]))

        XCTAssertEqual(
            proxy,
            ProxyConfiguration(
                host: "proxy.example", port: 3128, user: "ada", password: "p:@ss",
                exceptions: ["example.org", ".example.net", "10.0.0.0/8", "::1"]))
        XCTAssertEqual(try ProxyConfiguration(environment: ["https_proxy": "[::1]"])?.host, "::1")
        XCTAssertEqual(try ProxyConfiguration(environment: ["https_proxy": "proxy"])?.port, 1080)
        XCTAssertNil(try ProxyConfiguration(environment: ["HTTPS_PROXY": "", "http_proxy": "proxy"]))
        XCTAssertNil(try ProxyConfiguration(environment: [:]))
    }

    func testEnvironment_isReadAsForRequests() throws {
        let environments = [
            ["ALL_PROXY": "http://b:1"], ["https_proxy": "", "HTTPS_PROXY": "http://b:1"],
            ["HTTPS_PROXY": "", "all_proxy": "http://b:1", "no_proxy": "", "NO_PROXY": "example.org"],
        ]

        for environment in environments {
            let proxy = try ProxyConfiguration(environment: environment)

            XCTAssertEqual(proxy?.host, "b", "\(environment)")
            XCTAssertEqual(proxy?.isUsed(for: "example.org"), environment["NO_PROXY"] == nil, "\(environment)")
        }
    }

    func testEnvironment_isRefused_whenTheURLIsInvalid() {
        XCTAssertThrowsError(try ProxyConfiguration(environment: ["ALL_PROXY": "http://proxy:99999"])) { error in
            let reason = "in ALL_PROXY has an invalid URL: it must be http://host:port"
            XCTAssertEqual(error as? StreamError, .proxyFailed(reason: reason))
        }
        for text in ["http://", "socks5://", "http://a b"] {
            XCTAssertThrowsError(try ProxyConfiguration(environment: ["HTTPS_PROXY": text]), text)
        }
    }

    func testConnect_fails_whenTheProxyIsOfAnotherKind() async throws {
        for text in ["socks5h://127.0.0.1:1080", "https://proxy.example"] {
            var configuration = StreamConfiguration()
            configuration.proxy = try ProxyConfiguration(environment: ["ALL_PROXY": text])

            let error = try await error(StreamError.self) {
                try await StreamConnection.connect(
                    host: "irc.example", port: 6697, security: .plain, configuration: configuration)
            }

            XCTAssertEqual(error, .proxyFailed(reason: "in ALL_PROXY is not an HTTP proxy, such as http://host:port"))
        }
    }

    func testExceptions_areReachedDirectly() {
        let proxy = ProxyConfiguration(
            host: "p", port: 1, exceptions: ["Example.org", ".example.net", "10.0.0.0/8", "[2001:db8::]/32", "::1"])

        for host in ["example.org", "EXAMPLE.org", "a.example.org", "example.net", "b.example.net", "10.1.2.3", "::1"] {
            XCTAssertFalse(proxy.isUsed(for: host), host)
        }
        for host in ["notexample.org", "example.org.example.com", "11.0.0.1", "::2", "org"] {
            XCTAssertTrue(proxy.isUsed(for: host), host)
        }
        XCTAssertFalse(ProxyConfiguration(host: "p", port: 1, exceptions: ["*"]).isUsed(for: "example.com"))
    }

    func testProxy_printsWithoutCredentials() {
        let proxy = ProxyConfiguration(host: "proxy.example", port: 3128, user: "ada", password: "lovelace")

        XCTAssertEqual("\(proxy)", "<proxy proxy.example:3128>")
        XCTAssertFalse(String(reflecting: proxy).contains("YWRh"))
    }

    private func connect(
        through server: ScriptedServer, host: String = "irc.example", user: String? = nil, password: String = ""
    ) async throws -> StreamConnection {
        var configuration = StreamConfiguration()
        configuration.proxy = ProxyConfiguration(
            host: "127.0.0.1", port: server.port, user: user, password: password)
        return try await StreamConnection.connect(
            host: host, port: 6667, security: .plain, configuration: configuration)
    }
}
