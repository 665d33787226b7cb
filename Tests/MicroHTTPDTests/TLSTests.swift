import HTTPTypes
import HarkHTTP
import HarkTLS
import XCTest

@testable import MicroHTTPD

final class TLSTests: XCTestCase {
    func testRequest_isServed_overTLS() throws {
        let workshop = try TLSWorkshop()
        let identity = try workshop.identity
        let server = try TestServer.handling {
            $0.tls = identity
        } _: { request in
            try? await Task.sleep(for: .milliseconds(5))
            return .text("\(request.scheme) \(String(decoding: request.body, as: UTF8.self))")
        }

        let result = try workshop.curl(server, ["-d", "hello"])

        XCTAssertEqual(result.status, 0)
        XCTAssertEqual(result.output, "https hello")
    }

    func testOldProtocols_areRefused() throws {
        let workshop = try TLSWorkshop()
        let identity = try workshop.identity
        let server = try TestServer.echo { $0.tls = identity }

        let result = try workshop.curl(server, ["--tls-max", "1.1", "--ciphers", "DEFAULT:@SECLEVEL=0"])

        XCTAssertNotEqual(result.status, 0)
    }

    func testUnusableIdentities_areErrors() throws {
        let workshop = try TLSWorkshop()
        let sound = try (certificate: workshop.bytes("cert.pem"), key: workshop.bytes("key.pem"))
        _ = try workshop.run("openssl", ["genrsa", "-out", "other.pem", "2048"])
        let other = try workshop.bytes("other.pem")
        let nonsense = Array("nonsense".utf8)

        XCTAssertThrowsError(try TLSIdentity(certificateChain: nonsense, privateKey: sound.key)) { error in
            guard case .noCertificate = error as? TLSError else { return XCTFail("\(error)") }
        }
        XCTAssertThrowsError(try TLSIdentity(certificateChain: sound.certificate, privateKey: [])) { error in
            guard case .noPrivateKey = error as? TLSError else { return XCTFail("\(error)") }
        }
        XCTAssertThrowsError(try TLSIdentity(certificateChain: sound.certificate, privateKey: other)) { error in
            XCTAssertEqual(error as? TLSError, .keyMismatch)
        }
    }

    func testListener_canServe_afterAStartThatFailed() throws {
        var configuration = DaemonConfiguration()
        configuration.threads = 0
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        let responder = ClosureResponder { _ in .refused(Response(status: .notFound)) }

        XCTAssertThrowsError(try Daemon(listener, configuration: configuration, responder: responder))

        XCTAssertNoThrow(try Daemon(listener, responder: responder))
    }

    func testIdentity_isNotPrinted() throws {
        let identity = try TLSWorkshop().identity

        XCTAssertEqual("\(identity)", "<TLS identity>")
        XCTAssertFalse(String(reflecting: identity).contains("115"))
    }
}
