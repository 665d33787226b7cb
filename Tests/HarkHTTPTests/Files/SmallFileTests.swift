import Foundation
import XCTest

@testable import HarkHTTP

final class SmallFileTests: XCTestCase {
    private func file(_ bytes: [UInt8]) throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data(bytes).write(to: url)
        addTeardownBlock { try FileManager.default.removeItem(at: url) }
        return url.path
    }

    func testBytes_areTheWholeFile_upToTheLimit() throws {
        for bytes: [UInt8] in [[], [0], [1, 2, 3]] {
            let path = try file(bytes)

            XCTAssertEqual(try SmallFile(path, atMost: 3).bytes(), bytes)
        }
    }

    func testBytes_throw_whenTheFileIsLonger() throws {
        let path = try file([1, 2, 3])

        XCTAssertThrowsError(try SmallFile(path, atMost: 2).bytes()) {
            XCTAssertEqual($0 as? FileError, .tooLong(path: path, limit: 2))
        }
    }

    func testBytes_throw_whenThereIsNoRegularFile() {
        let table: [(path: String, error: FileError)] = [
            ("/nowhere/x", .missing(path: "/nowhere/x")), ("", .missing(path: "")),
            ("/tmp\u{0}", .missing(path: "/tmp\u{0}")), ("/tmp", .notRegular(path: "/tmp")),
        ]

        for (path, error) in table {
            XCTAssertThrowsError(try SmallFile(path, atMost: 9).bytes()) { XCTAssertEqual($0 as? FileError, error) }
        }
    }

    func testText_throws_whenItIsNotUTF8() throws {
        let path = try file([0xff])

        XCTAssertEqual(try SmallFile(try file(Array("é".utf8)), atMost: 9).text(), "é")
        XCTAssertThrowsError(try SmallFile(path, atMost: 9).text()) {
            XCTAssertEqual($0 as? FileError, .notText(path: path))
        }
    }

    func testExists_isTrueForWhateverIsThere() throws {
        let there = [try file([]), "/", "/dev/null"].map { SmallFile($0, atMost: 0).exists }
        let missing = ["/nowhere/x", "/dev/null/x", "/tmp/a\u{0}b"].map { SmallFile($0, atMost: 0).exists }

        XCTAssertEqual(there, [true, true, true])
        XCTAssertEqual(missing, [false, false, false])
    }
}
