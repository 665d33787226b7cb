import Foundation
import HarkTLS
import XCTest

@testable import HarkClient

final class StreamTLSTests: XCTestCase {
    func testBytes_goBothWays_whenTheAuthorityIsTrusted() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate)
        let bytes = (0..<500_000).map { UInt8(truncatingIfNeeded: $0) }
        let connection = try await connect(server, .init(trust: .authorities(certificate.authorities)))

        async let sent: Void = connection.write(bytes)
        var answer: [UInt8] = []
        while answer.count < bytes.count, let more = try await connection.read() { answer += more }
        try await sent

        XCTAssertEqual(answer, bytes)
    }

    func testName_mayBeAnAddress() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate)

        try await assertEchoes(
            connect(server, .init(trust: .authorities(certificate.authorities)), host: "127.0.0.1"))
    }

    func testAuthorities_areTrusted_besidesThoseOfTheSystem() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate)

        try await assertEchoes(connect(server, .init(trust: .systemAnd(certificate.authorities))))
    }

    func testServer_isUntrusted_whenNoAuthorityVouchesForIt() async throws {
        let server = try PythonServer.tls(try CertificateFile())
        let other = try CertificateFile().authorities

        for trust in [TLSClientConfiguration.Trust.system, .authorities(other), .systemAnd(other)] {
            let error = try await error(StreamError.self) { try await connect(server, .init(trust: trust)) }

            guard case .untrusted("localhost", _) = error else { return XCTFail("\(error)") }
        }
    }

    func testServer_isRefused_whenItsCertificateIsForAnotherName() async throws {
        let certificate = try CertificateFile(names: [.dns("irc.example"), .dns("chat.example")])
        let server = try PythonServer.tls(certificate)

        for host in ["localhost", "127.0.0.1"] {
            let expected = StreamError.wrongName(host: host, presented: ["irc.example", "chat.example"])
            await assertThrows(expected) {
                try await connect(server, .init(trust: .authorities(certificate.authorities)), host: host)
            }
        }
    }

    func testServer_isUntrusted_whenItsCertificateHasExpired() async throws {
        let certificate = try CertificateFile(now: Date(timeIntervalSinceNow: -1000 * 86_400))
        let server = try PythonServer.tls(certificate)

        let error = try await error(StreamError.self) {
            try await connect(server, .init(trust: .authorities(certificate.authorities)))
        }

        guard case .untrusted(_, let reason) = error else { return XCTFail("\(error)") }
        XCTAssertTrue(reason.contains("expired"), reason)
    }

    func testPinnedServer_isTrusted_whateverItsName() async throws {
        let certificate = try CertificateFile(names: [.dns("irc.example")])
        let server = try PythonServer.tls(certificate)

        try await assertEchoes(connect(server, .init(trust: .fingerprint(certificate.fingerprint))))
    }

    func testPinnedServer_isUntrusted_whenItsFingerprintIsAnother() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate)
        var fingerprint = certificate.fingerprint
        fingerprint[31] ^= 1

        let error = try await error(StreamError.self) {
            try await connect(server, .init(trust: .fingerprint(fingerprint)))
        }

        let shown = certificate.fingerprint.map { String(format: "%02x", $0) }.joined()
        XCTAssertEqual(
            error,
            .untrusted(host: "localhost", reason: "the SHA-256 fingerprint of its certificate is \(shown)"))
    }

    func testOldServer_isRefused() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate, .old)

        let error = try await error(StreamError.self) {
            try await connect(server, .init(trust: .authorities(certificate.authorities)))
        }

        guard case .tlsFailed = error else { return XCTFail("\(error)") }
    }

    func testClient_showsItsCertificate() async throws {
        let certificate = try CertificateFile()
        let client = try ClientCertificate(name: "bot.example")
        let server = try PythonServer.tls(certificate, .clientCertificate, believing: client.path)
        let connection = try await connect(
            server, .init(trust: .authorities(certificate.authorities), identity: client.identity))

        let name = try await connection.read()

        XCTAssertEqual(name, Array("bot.example".utf8))
    }

    func testProtocol_isAgreedOn() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate, .applicationProtocol)
        let connection = try await connect(
            server,
            .init(trust: .authorities(certificate.authorities), applicationProtocols: ["xmpp-client", "irc"]))

        let name = try await connection.read()

        XCTAssertEqual(name, Array("irc".utf8))
    }

    func testRead_fails_whenTheConnectionIsCut() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate, .cut)
        let connection = try await connect(server, .init(trust: .authorities(certificate.authorities)))

        let first = try await connection.read()
        let error = try await error(StreamError.self) { try await connection.read() }

        XCTAssertEqual(first, Array("half".utf8))
        guard case .closed = error else { return XCTFail("\(error)") }
    }

    func testPlainConnection_isSecuredLater() async throws {
        let certificate = try CertificateFile()
        let server = try PythonServer.tls(certificate, .startTLS)
        let connection = try await StreamConnection.connect(host: "localhost", port: server.port, security: .plain)
        try await connection.write(Array("STARTTLS\n".utf8))
        let consent = try await connection.read()
        XCTAssertEqual(consent, Array("OK\n".utf8))

        try await connection.startTLS(.init(trust: .authorities(certificate.authorities)))

        try await assertEchoes(connection)
        await assertThrows(StreamError.tlsFailed(host: "localhost", reason: "TLS was begun before")) {
            try await connection.startTLS()
        }
    }

    func testStartTLS_meetsAServerOfAnotherName() async throws {
        let certificate = try CertificateFile(names: [.dns("chat.example")])
        let server = try PythonServer.tls(certificate)
        let tls = TLSClientConfiguration(trust: .authorities(certificate.authorities))
        let connection = try await StreamConnection.connect(host: "localhost", port: server.port, security: .plain)
        let other = try await StreamConnection.connect(host: "localhost", port: server.port, security: .plain)

        try await connection.startTLS(tls, serverName: "chat.example")

        try await assertEchoes(connection)
        await assertThrows(StreamError.wrongName(host: "localhost", presented: ["chat.example"])) {
            try await other.startTLS(tls)
        }
    }

    func testTLS_goesThroughAProxy() async throws {
        let certificate = try CertificateFile(names: [.dns("irc.example")])
        let server = try PythonServer.tls(certificate, .proxy)
        var configuration = StreamConfiguration()
        configuration.proxy = ProxyConfiguration(host: "127.0.0.1", port: server.port)

        let connection = try await StreamConnection.connect(
            host: "irc.example", port: 6697, security: .tls(.init(trust: .authorities(certificate.authorities))),
            configuration: configuration)

        try await assertEchoes(connection)
    }

    private func connect(
        _ server: PythonServer, _ tls: TLSClientConfiguration, host: String = "localhost"
    ) async throws -> StreamConnection {
        try await StreamConnection.connect(host: host, port: server.port, security: .tls(tls))
    }

    private func assertEchoes(
        _ connection: StreamConnection, file: StaticString = #filePath, line: UInt = #line
    ) async throws {
        try await connection.write(Array("hello".utf8))
        let answer = try await connection.read(within: .seconds(10))
        XCTAssertEqual(answer, Array("hello".utf8), file: file, line: line)
    }
}
