import HarkVerification
import XCTest

final class SignedContentTests: XCTestCase {
    func testParts_areTextAndPlaceholders_inTheirOrder() {
        let content: SignedContent = "v0:{timestamp}:{body}"

        XCTAssertEqual(content.parts, [.literal("v0:"), .timestamp, .literal(":"), .body])
    }

    func testParts_haveEveryPlaceholder() {
        let content: SignedContent = "{body}{payload}{timestamp}{id}{url}{fields}"

        XCTAssertEqual(content.parts, [.body, .payload, .timestamp, .id, .url, .fields])
    }

    func testParts_takeBracesThatAreNoPair_forText() {
        let contents: [SignedContent] = ["a{body", "a}b", "", "{"]

        XCTAssertEqual(contents.map(\.parts), [[.literal("a{body")], [.literal("a}b")], [], [.literal("{")]])
    }
}
