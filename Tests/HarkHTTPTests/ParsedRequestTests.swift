import HTTPTypes
import XCTest

@testable import HarkHTTP

final class ParsedRequestTests: XCTestCase {
    private func parsed(_ type: String, _ body: String) -> Request {
        var request = Request(
            method: .post, target: "/hook?a=1", headers: [.contentType: type], body: Array(body.utf8))
        request.parsed = ParsedRequest(request)
        return request
    }

    func testParts_areThoseOfTheRequest() throws {
        let request = parsed("application/x-www-form-urlencoded", "room=%23ops")

        XCTAssertEqual(request.query["a"], "1")
        XCTAssertEqual(request.mediaType, .form)
        for _ in 1...2 {
            XCTAssertEqual(try request.parsedForm().fields["room"], "#ops")
            XCTAssertThrowsError(try request.json())
        }
    }

    func testParts_areParsedAgain_whenTheRequestChanges() throws {
        var request = parsed("application/json", #"{"n": 1}"#)
        XCTAssertEqual(try request.json().root["n"]?.scalarText, "1")

        request.body = Array(#"{"n": 2}"#.utf8)
        XCTAssertEqual(try request.json().root["n"]?.scalarText, "2")

        request.parsed = ParsedRequest(request)
        request.target = "/hook?a=2"
        XCTAssertEqual(request.query["a"], "2")

        request.parsed = ParsedRequest(request)
        request.headers[.contentType] = "text/plain"
        XCTAssertEqual(request.mediaType, .text)
    }
}
