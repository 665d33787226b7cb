import Foundation
import HarkTLS
import XCTest

final class CertificateTests: XCTestCase {
    private let now = Date(timeIntervalSince1970: 1_767_225_600)

    func testSelfSigned_canBeServedWith_andTrusted() throws {
        let made = try SelfSignedCertificate(names: [.dns("localhost")], now: now)

        XCTAssertNoThrow(
            try TLSIdentity(
                certificateChain: Array(made.certificate.utf8), privateKey: Array(made.privateKey.utf8)))
        XCTAssertNoThrow(try CertificateAuthorities(pem: Array(made.certificate.utf8)))
    }

    func testSelfSigned_isForItsNames_forAServerAlone() throws {
        let made = try SelfSignedCertificate(
            names: [.dns("bot.example.org"), .dns("*.example.org"), .ip([127, 0, 0, 1])], now: now)
        let printed = try openssl(["x509", "-noout", "-text"], input: made.certificate)

        for line in [
            "Version: 3 (0x2)", "Issuer: CN = Hark", "Subject: CN = Hark", "Not Before: Dec 31 23:00:00 2025 GMT",
            "Not After : Apr  5 00:00:00 2028 GMT", "ASN1 OID: prime256v1", "Signature Algorithm: ecdsa-with-SHA256",
            "DNS:bot.example.org, DNS:*.example.org, IP Address:127.0.0.1", "TLS Web Server Authentication", "CA:FALSE",
            "Digital Signature",
        ] {
            XCTAssertTrue(printed.contains(line), "\(line) is not in \(printed)")
        }
    }

    func testSelfSigned_isAnother_eachTime() throws {
        let made = try (0..<2).map { _ in try SelfSignedCertificate(names: [.dns("localhost")], now: now) }

        let serials = try made.map { try openssl(["x509", "-noout", "-serial"], input: $0.certificate) }

        XCTAssertNotEqual(serials[0], serials[1])
        XCTAssertNotEqual(made[0].privateKey, made[1].privateKey)
    }

    func testIdentity_isAnError_whenThePartsAreOfTwo() throws {
        let made = try (0..<2).map { _ in try SelfSignedCertificate(names: [.dns("localhost")], now: now) }

        XCTAssertThrowsError(
            try TLSIdentity(
                certificateChain: Array(made[0].certificate.utf8), privateKey: Array(made[1].privateKey.utf8))
        ) { XCTAssertEqual($0 as? TLSError, .keyMismatch) }
    }

    func testIdentity_isAnError_whenTheKeyIsEncrypted() throws {
        let made = try SelfSignedCertificate(names: [.dns("localhost")], now: now)
        let encrypted = try openssl(["pkcs8", "-topk8", "-passout", "pass:x"], input: made.privateKey)

        XCTAssertThrowsError(
            try TLSIdentity(certificateChain: Array(made.certificate.utf8), privateKey: Array(encrypted.utf8))
        ) { error in
            guard case .noPrivateKey = error as? TLSError else { return XCTFail("\(error)") }
            XCTAssertTrue("\(error)".contains("without a passphrase"))
        }
    }

    /// What openssl prints of a PEM text.
    private func openssl(_ arguments: [String], input: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).pem")
        try Data(input.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments + ["-in", path.path]
        process.standardOutput = output
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        XCTAssertEqual(process.terminationStatus, 0)
        return String(decoding: printed, as: UTF8.self)
    }
}
