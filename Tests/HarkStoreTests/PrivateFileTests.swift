import Glibc
import HarkStore
import SystemPackage
import TestSupport
import XCTest

import class FoundationEssentials.FileManager

final class PrivateFileTests: XCTestCase {
    func testWrite_makesAFileForItsOwnerAlone_whateverTheUmask() throws {
        let folder = try TemporaryFolder(of: self)
        let before = umask(0o777)
        defer { umask(before) }

        try PrivateFile.write([1, 2], to: folder.path(of: "key"))
        try PrivateFile.write(
            [3], to: folder.path(of: "public"), permissions: [.ownerReadWrite, .groupRead, .otherRead])

        XCTAssertEqual(try folder.mode(of: "key"), 0o600)
        XCTAssertEqual(try folder.mode(of: "public"), 0o644)
        XCTAssertEqual(FileManager.default.contents(atPath: folder.path(of: "key")).map(Array.init), [1, 2])
    }

    func testWrite_leavesAFileAsItIs_whenThereIsOne() throws {
        let folder = try TemporaryFolder(of: self)
        let path = try folder.write("old", to: "file")

        XCTAssertThrowsError(try PrivateFile.write([1], to: path)) { XCTAssertEqual($0 as? Errno, .fileExists) }

        XCTAssertEqual(FileManager.default.contents(atPath: path).map(Array.init), Array("old".utf8))
    }
}
