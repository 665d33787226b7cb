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
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 784_111_777)], ofItemAtPath: path)
    }

    override func tearDown() {
        try? FileManager.default.removeItem(atPath: directory)
    }

    private func response(
        to method: HTTPRequest.Method = .get,
        _ headers: HTTPFields = [:]
    ) throws -> Response {
        try Response.file(at: path, for: Request(method: method, target: "/", headers: headers))
    }

    private func tag() throws -> String { try XCTUnwrap(response().headers[.eTag]) }

    private func region(_ response: Response) -> FileRegion? {
        if case .file(let region) = response.body { region } else { nil }
    }

    func testFile_isWholeWithValidators_withoutConditions() throws {
        let response = try response()

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(region(response), FileRegion(path: path, length: 10))
        XCTAssertEqual(response.headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertEqual(response.headers[.lastModified], "Sun, 06 Nov 1994 08:49:37 GMT")
        XCTAssertEqual(response.headers[.acceptRanges], "bytes")
    }

    func testFile_hasAnotherTag_whenContentOfTheSameLengthReplacesIt() throws {
        let before = try tag()

        try Data("abcdefghij".utf8).write(to: URL(fileURLWithPath: path))

        XCTAssertNotEqual(try tag(), before)
    }

    func testFile_followsThePreconditions() throws {
        let tag = try tag()
        let (same, before, after) = (
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:38 GMT"
        )
        let table: [(HTTPRequest.Method, HTTPFields, HTTPResponse.Status)] = [
            (.get, [.ifNoneMatch: tag], .notModified), (.head, [.ifNoneMatch: "\"x\", W/\(tag)"], .notModified),
            (.get, [.ifNoneMatch: "*"], .notModified), (.post, [.ifNoneMatch: tag], .preconditionFailed),
            (.get, [.ifNoneMatch: "\"x\""], .ok), (.get, [.ifNoneMatch: "\"x\"", .ifModifiedSince: same], .ok),
            (.get, [.ifNoneMatch: "nonsense"], .ok),
            (.get, [.ifModifiedSince: same], .notModified), (.get, [.ifModifiedSince: after], .notModified),
            (.get, [.ifModifiedSince: before], .ok), (.post, [.ifModifiedSince: same], .ok),
            (.get, [.ifModifiedSince: "nonsense"], .ok),
            (.get, [.ifMatch: tag], .ok), (.get, [.ifMatch: "*"], .ok),
            (.get, [.ifMatch: "\"x\""], .preconditionFailed),
            (.get, [.ifMatch: "W/\(tag)"], .preconditionFailed),
            (.get, [.ifMatch: tag, .ifUnmodifiedSince: before], .ok),
            (.get, [.ifUnmodifiedSince: same], .ok), (.get, [.ifUnmodifiedSince: before], .preconditionFailed),
            (.get, [.ifMatch: tag, .ifNoneMatch: tag], .notModified),
            (.get, [.ifNoneMatch: tag, .range: "bytes=0-1"], .notModified),
        ]

        for (method, headers, status) in table {
            XCTAssertEqual(try response(to: method, headers).status, status, "\(method) \(headers)")
        }
    }

    func testFile_answersRanges() throws {
        let table: [(String, HTTPResponse.Status, Range<Int>?)] = [
            ("bytes=0-0", .partialContent, 0..<1), ("bytes=2-4", .partialContent, 2..<5),
            ("BYTES=7-", .partialContent, 7..<10), ("bytes=7-99", .partialContent, 7..<10),
            ("bytes=-3", .partialContent, 7..<10), ("bytes=-99", .partialContent, 0..<10),
            ("bytes=0-99999999999999999999", .partialContent, 0..<10), ("bytes=10-", .rangeNotSatisfiable, nil),
            ("bytes=99999999999999999999-", .rangeNotSatisfiable, nil), ("bytes=-0", .rangeNotSatisfiable, nil),
            ("bytes=4-2", .ok, 0..<10), ("bytes=0-1,3-4", .ok, 0..<10), ("bytes=", .ok, 0..<10),
            ("bytes=-", .ok, 0..<10),
            ("bytes=a-b", .ok, 0..<10), ("lines=0-1", .ok, 0..<10), ("bytes=--1", .ok, 0..<10),
        ]

        for (range, status, bytes) in table {
            let response = try response(to: .get, [.range: range])

            XCTAssertEqual(response.status, status, range)
            XCTAssertEqual(region(response).map { $0.offset..<$0.offset + $0.length }, bytes, range)
        }
    }

    func testFile_saysWhichBytesItSends() throws {
        XCTAssertEqual(try response(to: .get, [.range: "bytes=2-4"]).headers[.contentRange], "bytes 2-4/10")
        XCTAssertEqual(try response(to: .get, [.range: "bytes=10-"]).headers[.contentRange], "bytes */10")
        XCTAssertNil(try response().headers[.contentRange])
    }

    func testFile_ignoresTheRange_unlessItIsOfThisVersion() throws {
        let tag = try tag()
        let table: [(HTTPRequest.Method, HTTPFields, HTTPResponse.Status)] = [
            (.get, [.range: "bytes=0-1", .ifRange: tag], .partialContent), (.head, [.range: "bytes=0-1"], .ok),
            (.get, [.range: "bytes=0-1", .ifRange: "\"x\""], .ok),
            (.get, [.range: "bytes=0-1", .ifRange: "W/\(tag)"], .ok),
            (.get, [.range: "bytes=0-1", .ifRange: "Sun, 06 Nov 1994 08:49:37 GMT"], .ok),
        ]

        for (method, headers, status) in table {
            XCTAssertEqual(try response(to: method, headers).status, status, "\(method) \(headers)")
        }
    }

    func testFile_isWholeAndEmpty_forARangeOfAnEmptyFile() throws {
        try Data().write(to: URL(fileURLWithPath: path))

        XCTAssertEqual(try response(to: .get, [.range: "bytes=-5"]).status, .ok)
        XCTAssertEqual(try response(to: .get, [.range: "bytes=0-"]).status, .rangeNotSatisfiable)
    }

    func testFile_throws_whenThereIsNoRegularFile() throws {
        let request = Request(target: "/")

        for missing in [directory + "/none", path + "/below", path + "\u{0}", ""] {
            XCTAssertThrowsError(try Response.file(at: missing, for: request)) {
                XCTAssertEqual($0 as? FileError, .missing(path: missing))
            }
        }
        XCTAssertThrowsError(try Response.file(at: directory, for: request)) {
            XCTAssertEqual($0 as? FileError, .notRegular(path: directory))
        }
    }

    func testFile_takesItsTypeFromTheExtension_unlessGiven() throws {
        let table = [
            ("a.PNG", "image/png"), ("a.tar.gz", "application/gzip"), ("a", "application/octet-stream"),
            ("a.", "application/octet-stream"),
        ]
        for (name, type) in table {
            let path = directory + "/" + name
            try Data().write(to: URL(fileURLWithPath: path))

            XCTAssertEqual(try Response.file(at: path, for: Request(target: "/")).headers[.contentType], type)
        }
        let given = try Response.file(at: path, contentType: "text/csv", for: Request(target: "/"))
        XCTAssertEqual(given.headers[.contentType], "text/csv")
    }

    func testRead_returnsTheRun_cutAtTheEndOfTheFile() throws {
        let table: [(Int, Int, String)] = [
            (0, 10, "0123456789"), (3, 4, "3456"), (8, 5, "89"), (10, 1, ""), (99, 1, ""), (0, 0, ""),
            (0, .max, "0123456789"),
        ]

        for (offset, length, text) in table {
            let bytes = try FileRegion(path: path, offset: offset, length: length).read()

            XCTAssertEqual(String(decoding: bytes, as: UTF8.self), text)
        }
        XCTAssertThrowsError(try FileRegion(path: directory, length: 1).read())
    }
}
