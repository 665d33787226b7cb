import TestSupport
import XCTest

@testable import HarkHost

final class StoredRequestTests: XCTestCase {
    func testBody_hasNoToken_whenItOccursSeveralTimes() throws {
        let sample = SignedSample.microsoftGraph

        let stored = try XCTUnwrap(StoredRequest(sample.request, hiding: sample.verifier))

        let text = String(decoding: stored.body, as: UTF8.self)
        XCTAssertFalse(text.contains(sample.secret))
        XCTAssertEqual(text.count { $0 == "*" }, 2 * sample.secret.utf8.count)
        XCTAssertEqual(stored.body.count, sample.request.body.count)
    }

    func testRequest_isNotStored_whenItsTokenIsNotFoundInItsBytes() {
        let escaped = Request.delivery("/hook", body: #"{"value":[{"clientState":"se\u0063ret"}]}"#)

        let stored = StoredRequest(escaped, hiding: .microsoftGraph)

        XCTAssertNil(stored)
    }
}
