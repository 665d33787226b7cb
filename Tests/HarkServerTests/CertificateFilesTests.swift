import Foundation
import HarkTLS
import XCTest

@testable import HarkServer

final class CertificateFilesTests: XCTestCase {
    private func identity() throws -> SelfSignedCertificate {
        try SelfSignedCertificate(names: [.dns("localhost")], now: Date(timeIntervalSince1970: 1_767_225_600))
    }

    func testWrite_makesTwoWholeFiles_andLeavesNothingElse() throws {
        let folder = try temporaryFolder()
        let (files, identity) = (CertificateFiles(folder: folder), try identity())

        try files.write(identity)

        XCTAssertEqual(try String(contentsOfFile: files.key, encoding: .utf8), identity.privateKey)
        XCTAssertEqual(try String(contentsOfFile: files.certificate, encoding: .utf8), identity.certificate)
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder).count, 2)
        let mode = try FileManager.default.attributesOfItem(atPath: files.key)[.posixPermissions] as? Int
        XCTAssertEqual(mode, 0o600)
    }

    func testWrite_changesNothing_whenOneOfThemIsThere() throws {
        for index in [0, 1] {
            let folder = try temporaryFolder()
            let files = CertificateFiles(folder: folder)
            try "mine".write(toFile: [files.key, files.certificate][index], atomically: true, encoding: .utf8)

            XCTAssertThrowsError(try files.write(try identity())) { XCTAssertEqual("\($0)", "File exists") }

            XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: folder).count, 1)
        }
    }

    func testWrite_takesTheKeyBack_whenTheCertificateCannotBePlaced() throws {
        let folder = try temporaryFolder()
        let files = CertificateFiles(folder: folder)
        // A link that leads nowhere is no file, and cannot be replaced by one either.
        try FileManager.default.createSymbolicLink(
            atPath: files.certificate, withDestinationPath: "\(folder)/nowhere/at/all")

        XCTAssertThrowsError(try files.write(try identity()))

        XCTAssertEqual(
            try FileManager.default.contentsOfDirectory(atPath: folder), ["hark-certificate.pem"])
    }
}
