import Foundation
import HTTPTypes
import HarkHTTP
import XCTest

final class FileResponseTests: XCTestCase {
    private var directory = ""
    private var path: String { directory + "/hello.txt" }

    override func setUpWithError() throws {
        directory = NSTemporaryDirectory() + "hark-files-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Data("0123456789".utf8).write(to: URL(fileURLWithPath: path))
    }

    override func tearDown() {
        try? FileManager.default.removeItem(atPath: directory)
    }

    func testFile_isSentAsAWhole() throws {
        let response = try Response.file(at: path)

        XCTAssertEqual(response.status, .ok)
        guard case .file(let content) = response.body else { return XCTFail("\(response.body)") }
        XCTAssertEqual(content, FileContent(path: path, length: 10))
    }

    func testFile_throws_whenThereIsNoRegularFile() throws {
        for missing in [directory + "/none", path + "/below", path + "\u{0}", ""] {
            XCTAssertThrowsError(try Response.file(at: missing)) {
                XCTAssertEqual($0 as? FileError, .missing(path: missing))
            }
        }
        XCTAssertThrowsError(try Response.file(at: directory)) {
            XCTAssertEqual($0 as? FileError, .notRegular(path: directory))
        }
    }

    func testFile_takesItsTypeFromTheExtension_unlessGiven() throws {
        let table = [
            ("a.txt", "text/plain; charset=utf-8"), ("a.PNG", "image/png"), ("a.tar.gz", "application/gzip"),
            ("a", "application/octet-stream"), ("a.", "application/octet-stream"),
        ]
        for (name, type) in table {
            let path = directory + "/" + name
            try Data().write(to: URL(fileURLWithPath: path))

            XCTAssertEqual(try Response.file(at: path).headers[.contentType], type)
        }
        XCTAssertEqual(try Response.file(at: path, contentType: "text/csv").headers[.contentType], "text/csv")
    }

    func testRead_returnsTheBytes_cutAtTheEndOfTheFile() throws {
        let table: [(Int, String)] = [(10, "0123456789"), (3, "012"), (0, ""), (-1, ""), (.max, "0123456789")]

        for (length, text) in table {
            let bytes = try FileContent(path: path, length: length).read()

            XCTAssertEqual(String(decoding: bytes, as: UTF8.self), text)
        }
        XCTAssertThrowsError(try FileContent(path: directory, length: 1).read())
    }

    func testRead_readsNoMoreThanItReturns_howeverLongTheFileIs() throws {
        // Longer than memory, and a hole for the most part.
        let file = try XCTUnwrap(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 1 << 40)
        try file.close()

        let bytes = try FileContent(path: path, length: 3).read()

        XCTAssertEqual(String(decoding: bytes, as: UTF8.self), "012")
    }
}
