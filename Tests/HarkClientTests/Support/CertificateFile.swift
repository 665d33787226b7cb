import Foundation
import HarkTLS
import XCTest

/// A certificate that vouches for itself, in a file of its own with its key.
final class CertificateFile {
    let path: String
    let authorities: CertificateAuthorities
    let fingerprint: [UInt8]

    init(names: [SubjectName] = [.dns("localhost"), .ip([127, 0, 0, 1])], now: Date = Date()) throws {
        let made = try SelfSignedCertificate(names: names, now: now)
        let chain = Array(made.certificate.utf8)
        let lines = made.certificate.split(separator: "\n").filter { !$0.hasPrefix("-") }
        let der = try XCTUnwrap(Data(base64Encoded: lines.joined()))
        authorities = try CertificateAuthorities(pem: chain)
        fingerprint = try Certificate(der: Array(der)).fingerprint
        path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem").path
        try Data((made.certificate + made.privateKey).utf8).write(to: URL(fileURLWithPath: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A certificate for a client, which openssl makes; its file lasts as long as this.
final class ClientCertificate {
    let path: String
    let identity: TLSIdentity

    /// Skips the test without openssl.
    init(name: String) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=DNS:\(name)", "-keyout", "\(path).key", "-out", path,
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw XCTSkip("openssl is not installed.") }
        let chain = try Data(contentsOf: URL(fileURLWithPath: path))
        let key = try Data(contentsOf: URL(fileURLWithPath: "\(path).key"))
        identity = try TLSIdentity(certificateChain: Array(chain), privateKey: Array(key))
    }

    deinit {
        for file in [path, "\(path).key"] { try? FileManager.default.removeItem(atPath: file) }
    }
}
