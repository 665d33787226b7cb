import Foundation
import HarkHTTP
import HarkTLS
import XCTest

@testable import MicroHTTPD

/// Makes keys and certificates with openssl in a directory of its own, and calls servers with curl from there.
final class TLSWorkshop: Sendable {
    let directory: URL

    /// A workshop with a certificate for localhost, `cert.pem`, and its key, `key.pem`. Skips the test without openssl.
    init() throws {
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        guard try selfSign(names, key: "key.pem", certificate: "cert.pem") == 0 else {
            throw XCTSkip("openssl is not installed.")
        }
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Runs a program in the directory.
    func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
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

    /// The contents of a file.
    func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appendingPathComponent(name)))
    }

    /// The certificate for localhost and its key.
    var identity: TLSIdentity {
        get throws { try TLSIdentity(certificateChain: bytes("cert.pem"), privateKey: bytes("key.pem")) }
    }

    /// Makes an authority for clients: `<name>.pem` and `<name>-key.pem`.
    func makeAuthority(_ name: String) throws {
        let status = try selfSign(["-subj", "/CN=\(name)"], key: "\(name)-key.pem", certificate: "\(name).pem")
        XCTAssertEqual(status, 0)
    }

    /// Makes a client's certificate and its key, `<name>.pem` and `<name>-key.pem`, signed by an authority.
    func makeClient(
        _ name: String, subject: String, by authority: String, extensions: [String] = [], days: Int = 1
    ) throws {
        let (request, certificate) = ("\(name).csr", "\(name).pem")
        let additions = extensions.flatMap { ["-addext", $0] }
        let requested = try run(
            "openssl", ["req"] + Self.newKey("\(name)-key.pem") + ["-subj", subject, "-out", request] + additions)
        let signed = try run(
            "openssl",
            [
                "x509", "-req", "-in", request, "-CA", "\(authority).pem", "-CAkey", "\(authority)-key.pem",
                "-copy_extensions", "copyall", "-days", "\(days)", "-out", certificate,
            ])
        XCTAssertEqual([requested.status, signed.status], [0, 0])
    }

    /// Calls a server that has the certificate for localhost.
    func curl(_ server: TestServer, _ arguments: [String]) throws -> (status: Int32, output: String) {
        guard case .tcp(_, let port) = server.daemon.address else { throw XCTSkip("not TCP") }
        let common = ["-sS", "--max-time", "10", "--cacert", "cert.pem", "https://localhost:\(port)/"]
        return try run("curl", common + arguments)
    }

    private func selfSign(_ names: [String], key: String, certificate: String) throws -> Int32 {
        try run("openssl", ["req", "-x509", "-days", "1", "-out", certificate] + Self.newKey(key) + names).status
    }

    private static func newKey(_ file: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file]
    }
}
