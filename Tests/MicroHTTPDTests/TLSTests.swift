import Foundation
import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class TLSTests: XCTestCase {
    private var directory = URL(fileURLWithPath: "/")

    override func setUpWithError() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem",
        ]
        guard try run("openssl", arguments).status == 0 else { throw XCTSkip("openssl is not installed.") }
    }

    override func tearDown() { try? FileManager.default.removeItem(at: directory) }

    private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = directory
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appendingPathComponent(name)))
    }

    private func server(_ handler: @escaping @Sendable (Request) async -> Response) throws -> TestServer {
        let identity = try TLSIdentity(certificateChain: bytes("cert.pem"), privateKey: bytes("key.pem"))
        return try TestServer.handling({ $0.tls = identity }, handler)
    }

    private func curl(_ server: TestServer, _ arguments: [String]) throws -> (status: Int32, output: String) {
        guard case .tcp(_, let port) = server.daemon.address else { throw XCTSkip("not TCP") }
        let common = ["-sS", "--max-time", "10", "--cacert", "cert.pem", "https://localhost:\(port)/"]
        return try run("curl", common + arguments)
    }

    func testRequest_isServed_overTLS() throws {
        let server = try server { request in
            try? await Task.sleep(for: .milliseconds(5))
            return .text("\(request.scheme) \(String(decoding: request.body, as: UTF8.self))")
        }

        let result = try curl(server, ["-d", "hello"])

        XCTAssertEqual(result.status, 0)
        XCTAssertEqual(result.output, "https hello")
    }

    func testOldProtocols_areRefused() throws {
        let server = try server { _ in .text("hi") }

        let result = try curl(server, ["--tls-max", "1.1", "--ciphers", "DEFAULT:@SECLEVEL=0"])

        XCTAssertNotEqual(result.status, 0)
    }

    func testUnusableIdentities_areErrors() throws {
        let sound = try (certificate: bytes("cert.pem"), key: bytes("key.pem"))
        _ = try run("openssl", ["genrsa", "-out", "other.pem", "2048"])
        let identities = [
            TLSIdentity(certificateChain: Array("nonsense".utf8), privateKey: sound.key),
            TLSIdentity(certificateChain: sound.certificate, privateKey: []),
            TLSIdentity(certificateChain: sound.certificate, privateKey: try bytes("other.pem")),
        ]

        for identity in identities {
            XCTAssertThrowsError(try TestServer.echo { $0.tls = identity }) { error in
                guard case .unusableIdentity = error as? DaemonError else { return XCTFail("\(error)") }
            }
        }
    }

    func testPort_isFree_afterAStartThatFailed() throws {
        var configuration = DaemonConfiguration()
        configuration.tls = TLSIdentity(certificateChain: Array("nonsense".utf8), privateKey: [])
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        let responder = ClosureResponder { _ in .refused(.status(.notFound)) }

        XCTAssertThrowsError(try Daemon(listener, configuration: configuration, responder: responder))

        XCTAssertNoThrow(try Listener(binding: listener.address))
    }

    func testIdentity_isNotPrinted() throws {
        let identity = TLSIdentity(certificateChain: [], privateKey: Array("secret".utf8))

        XCTAssertEqual("\(identity)", "<TLS identity>")
        XCTAssertFalse(String(reflecting: identity).contains("115"))
    }
}
