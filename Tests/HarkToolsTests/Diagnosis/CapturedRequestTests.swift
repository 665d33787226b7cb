import HarkHost
import HarkTools
import XCTest

final class CapturedRequestTests: XCTestCase {
    private func capture(_ text: String) throws -> CapturedRequest { try CapturedRequest(Array(text.utf8)) }

    private func body(_ text: String) throws -> String {
        String(decoding: try capture(text).request.body, as: UTF8.self)
    }

    func testRequest_hasEverythingThatWasSent() throws {
        let captured = try capture(
            "POST /hub?a=1 HTTP/1.1\r\nHost: bot.test\r\nX-Twice:  one \r\nX-Twice: two\r\nContent-Length: 4\r\n\r\n{}\r\n"
        )

        XCTAssertEqual(captured.request.method, .post)
        XCTAssertEqual(captured.request.target, "/hub?a=1")
        XCTAssertEqual(captured.request.headers["X-Twice"], "one, two")
        XCTAssertEqual(captured.request.body, Array("{}\r\n".utf8))
        XCTAssertEqual(captured.remarks, [])
    }

    func testLines_mayEndWithLFAlone() throws {
        let captured = try capture("POST /hub HTTP/1.1\nHost: bot.test\nContent-Length: 2\n\n{}")

        XCTAssertEqual(captured.request.headers["Host"], "bot.test")
        XCTAssertEqual(captured.request.body, Array("{}".utf8))
    }

    func testRequestLine_mayHaveLinesBeforeIt_andAWholeURL() throws {
        for target in ["http://bot.test/hub?a=1", "HTTPS://bot.test:443/hub?a=1", "/hub?a=1"] {
            let captured = try capture("\r\n\nPOST \(target) HTTP/1.1\r\nHost: bot.test\r\n\r\n")

            XCTAssertEqual(captured.request.target.description, "/hub?a=1")
        }
        let bare = try capture("GET http://bot.test HTTP/1.1\nHost: other\n\n").request
        XCTAssertEqual(bare.target.description, "/")
        XCTAssertEqual(bare.headers[values: .init("Host")!], ["bot.test"])
        let query = try capture("GET http://bot.test?a=1 HTTP/1.1\n\n").request
        XCTAssertEqual(query.target.description, "/?a=1")
        XCTAssertEqual(query.headers["Host"], "bot.test")
    }

    func testBody_beginsAfterTheFirstEmptyLine_whateverFollows() throws {
        XCTAssertEqual(try body("POST /hub HTTP/1.1\nHost: a\n\none\r\n\r\ntwo"), "one\r\n\r\ntwo")
        XCTAssertEqual(try body("POST /hub HTTP/1.1\r\nHost: a\r\n\r\none\n\ntwo"), "one\n\ntwo")
    }

    func testChunks_arePutTogether() throws {
        let head = "POST /hub HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"

        XCTAssertEqual(try body("\(head)5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"), "hello world")
        XCTAssertEqual(try body("\(head)5\nhello\n6\n world\n0\n\n"), "hello world")
    }

    func testRemark_isMade_whenChunksAreNone() throws {
        let head = "POST /hub HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"

        for text in ["hello", "5\r\nhell", "ffffffffffffffffff\r\n", "5\r\nhelloX\r\n0\r\n", "\n", "5\r\nhello\r\n"] {
            let captured = try capture(head + text)

            XCTAssertEqual(captured.request.body, Array(text.utf8), text)
            XCTAssertEqual(
                captured.remarks, ["The body is not chunked, contrary to the header; it is used unchanged."], text)
        }
    }

    func testRemark_isMade_whenTheLengthIsAnother() throws {
        let captured = { (length: String) in
            try self.capture("POST /hub HTTP/1.1\r\nContent-Length: \(length)\r\n\r\nhello\n")
        }

        XCTAssertEqual(
            try captured("5").remarks, ["Content-Length is 5, and 6 bytes follow the header section."])
        XCTAssertEqual(try captured("5").request.body, Array("hello".utf8))
        XCTAssertEqual(
            try captured("7").remarks, ["Content-Length is 7, and 6 bytes follow the header section."])
        XCTAssertEqual(try captured("7").request.body, Array("hello\n".utf8))
        XCTAssertEqual(try captured("6").remarks, [])
        XCTAssertEqual(try captured("-1").request.body, Array("hello\n".utf8))
        XCTAssertEqual(try captured("99999999999999999999").request.body, Array("hello\n".utf8))
    }

    func testCapture_isMalformed_andSaysWhy() {
        let texts = [
            "": "There is no empty line between the header section and the body.",
            "POST /hub HTTP/1.1\r\nHost: a\r\n": "There is no empty line between the header section and the body.",
            "{}\n\n": "The first line is not a request line such as “POST /github HTTP/1.1”.",
            "Host: a\r\n\r\n{}": "The first line is not a request line such as “POST /github HTTP/1.1”.",
            "POST hub HTTP/1.1\r\n\r\n": "The first line is not a request line such as “POST /github HTTP/1.1”.",
            "POST /hub\r\n\r\n": "The first line is not a request line such as “POST /github HTTP/1.1”.",
            "P{}T /hub HTTP/1.1\r\n\r\n": "The first line is not a request line such as “POST /github HTTP/1.1”.",
            "POST /hub HTTP/1.1\r\nno field\r\n\r\n": "Line 2 is not a header field such as “Host: example.org”.",
            "POST /hub HTTP/1.1\r\n: a\r\n\r\n": "Line 2 is not a header field such as “Host: example.org”.",
        ]

        for (text, reason) in texts {
            XCTAssertThrowsError(try capture(text), text) {
                XCTAssertEqual(($0 as? CapturedRequest.Malformed)?.description, reason, text)
            }
        }
    }
}
