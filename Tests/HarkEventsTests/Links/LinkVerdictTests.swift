import HarkClient
import XCTest

@testable import HarkEvents

final class LinkVerdictTests: XCTestCase {
    private func verdict(
        _ status: HTTPResponse.Status, _ headers: HTTPFields = [:], body: String = #"{"title":"x","code":"SLOW"}"#
    ) -> LinkVerdict {
        LinkVerdict(
            ClientResponse(status: status, headers: headers, body: Array(body.utf8)), now: 1_800_000_000,
            isRateLimited: { $0.code.asText == "SLOW" }, format: { EventNotification("\($0.title)") })
    }

    func testVerdict_isTheNotification_whenThereIsAnAnswer() {
        XCTAssertEqual(verdict(.ok), .found(EventNotification("x")))
        XCTAssertEqual(verdict(.ok, body: "<html>"), .failed)
    }

    func testVerdict_isNothing_whenTheReferenceIsUnknown_orForbidden_orMoved() {
        let statuses: [HTTPResponse.Status] = [.notFound, .forbidden, .gone, .movedPermanently, .unprocessableContent]

        XCTAssertEqual(statuses.map { verdict($0) }, statuses.map { _ in .found(nil) })
        XCTAssertEqual(verdict(.badRequest, body: #"{"code":"BAD"}"#), .found(nil))
    }

    func testVerdict_isALimit_withTheWait() throws {
        let remaining = try XCTUnwrap(HTTPField.Name("X-RateLimit-Remaining"))
        let reset = try XCTUnwrap(HTTPField.Name("X-RateLimit-Reset"))
        let other = try XCTUnwrap(HTTPField.Name("RateLimit-Reset"))

        XCTAssertEqual(verdict(.tooManyRequests), .limited(seconds: nil))
        XCTAssertEqual(verdict(.tooManyRequests, [.retryAfter: "7", reset: "1800000500"]), .limited(seconds: 7))
        XCTAssertEqual(verdict(.tooManyRequests, [other: "1800000060"]), .limited(seconds: 60))
        XCTAssertEqual(verdict(.forbidden, [remaining: "0", reset: "1800000500"]), .limited(seconds: 500))
        XCTAssertEqual(verdict(.forbidden, [.retryAfter: "Thu, 01 Jan 2026 00:00:00 GMT"]), .limited(seconds: nil))
        XCTAssertEqual(verdict(.forbidden, [remaining: "17", reset: "1800000500"]), .found(nil))
        XCTAssertEqual(verdict(.tooManyRequests, [reset: "30"]), .limited(seconds: 30))
        XCTAssertEqual(verdict(.tooManyRequests, [reset: "\(Int.min)"]), .limited(seconds: nil))
        XCTAssertEqual(verdict(.badRequest), .limited(seconds: nil))
    }

    func testVerdict_isARefusal_orAFailure_byStatus() {
        XCTAssertEqual(verdict(.unauthorized), .refused)
        XCTAssertEqual(verdict(.badGateway), .failed)
        XCTAssertEqual(verdict(.serviceUnavailable, [.retryAfter: "5"]), .failed)
    }
}
