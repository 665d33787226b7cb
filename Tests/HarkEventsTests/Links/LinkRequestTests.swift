import HarkClient
import XCTest

@testable import HarkEvents

final class LinkRequestTests: XCTestCase {
    private let server = BaseURL("https://forge.example.org/api")!

    func testPath_isEncodedNameByName() {
        let request = LinkRequest.get("projects", "acme/rö ck?et#", "issues", query: "fields=a")
            .request(to: server, headers: [.accept: "application/json"])

        XCTAssertEqual(
            request.url, "https://forge.example.org/api/projects/acme%2Fr%C3%B6%20ck%3Fet%23/issues?fields=a")
        XCTAssertEqual(request.headers[.accept], "application/json")
        XCTAssertEqual(request.responseLimit, 256 << 10)
        XCTAssertLessThanOrEqual(request.timeout, .seconds(3))
    }

    func testPost_hasItsBody() {
        let request = LinkRequest.post("graphql", json: ["id": "ENG-7"]).request(to: server, headers: [:])

        XCTAssertEqual(request.method, .post)
        XCTAssertEqual(request.url, "https://forge.example.org/api/graphql")
        XCTAssertEqual(String(decoding: request.body, as: UTF8.self), #"{"id":"ENG-7"}"#)
    }
}
