import HarkHTTP
import XCTest

@testable import HarkClient

/// Requests through a proxy, and past it.
final class ProxyTests: XCTestCase {
    private static let page = "<html>Who are you?</html>"
    private static let refusal =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=x\r\n"
        + "Content-Type: text/html\r\nContent-Length: \(page.utf8.count)\r\n\r\n\(page)"

    func testSend_goesThroughTheProxy() async throws {
        let proxy = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")
        let client = makeClient(proxyEnvironment: ["http_proxy": proxy.url("")])

        let response = try await client.send(.get("http://api.example.org/x"))

        XCTAssertEqual(response.text, "proxy")
        XCTAssertEqual(proxy.heads.all.first?.hasPrefix("GET http://api.example.org/x HTTP/1.1\r\n"), true)
    }

    func testSend_takesTheProxyOfTheEnvironment_butForNoProxy() async throws {
        let proxy = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")
        let server = try TestServer()
        addTeardownBlock { await server.stop() }
        let client = makeClient(proxyEnvironment: ["http_proxy": proxy.url(""), "NO_PROXY": "127.0.0.1"])

        let through = try await client.send(.get("http://api.example.org/x"))
        let past = try await client.send(.get(server.base))

        XCTAssertEqual([through.text, past.text], ["proxy", "GET /"])
    }

    func testEnvironment_namesAProxyForEachScheme() {
        let choices: [(environment: [String: String], isSecure: Bool, url: String)] = [
            (["http_proxy": "http://a"], false, "http://a"), (["http_proxy": "http://a"], true, ""),
            (["HTTP_PROXY": "http://a"], false, ""), (["HTTPS_PROXY": "http://b"], true, "http://b"),
            (["https_proxy": "http://a", "HTTPS_PROXY": "http://b"], true, "http://a"),
            (["ALL_PROXY": "socks5h://c"], false, "socks5h://c"),
            (["https_proxy": "", "all_proxy": "http://c"], true, "http://c"),
        ]

        for (environment, isSecure, url) in choices {
            let proxy = ProxyEnvironment(environment).proxy(isSecure: isSecure)
            XCTAssertEqual(proxy?.value ?? "", url, "\(environment)")
        }
    }

    func testSend_fails_whenTheProxyWantsToKnowWhoAsks() async throws {
        for url in ["http://api.example.org/secret", "https://api.example.org/secret"] {
            let proxy = try RawServer.answering(Self.refusal)

            let error = await makeClient(proxyEnvironment: ["ALL_PROXY": proxy.url("")]).failure(of: .get(url))

            XCTAssertEqual(error?.kind, .proxyFailed(status: 407), url)
            XCTAssertEqual(error?.mayHaveArrived, false, url)
            XCTAssertEqual("\(error as Any)".contains("secret"), false, url)
        }
    }

    func testSend_fails_whenTheProxyAnswersWithAPage() async throws {
        let proxy = try RawServer.answering("HTTP/1.1 503 No\r\nContent-Length: 13\r\n\r\n<html></html>")

        let error = await makeClient(proxyEnvironment: ["ALL_PROXY": proxy.url("")]).failure(
            of: .get("https://api.example.org/"))

        XCTAssertEqual(
            error, HTTPClientError(.proxyFailed(status: 503), server: "https://api.example.org", mayHaveArrived: false))
    }

    func testSend_blamesTheProxy_whenNobodyListensThere() async throws {
        let port = try RawServer.closedPort()
        let proxies = ["http://ada:pw@127.0.0.1:\(port)", "http://nowhere.invalid:3128"]

        for proxy in proxies {
            let error = await makeClient(proxyEnvironment: ["http_proxy": proxy]).failure(
                of: .get("http://api.example.org/"))

            XCTAssertEqual(error, HTTPClientError(.proxyFailed(status: nil), server: "http://api.example.org"), proxy)
            XCTAssertEqual(error?.description.contains("pw"), false)
        }
    }
}
