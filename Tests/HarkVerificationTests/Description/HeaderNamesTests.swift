import HarkVerification
import XCTest

final class HeaderNamesTests: XCTestCase {
    func testHeaderNames_areThoseOfProofsIdentifiersTimestampsAndEvents() {
        XCTAssertEqual(
            Verifier.github.headerNames, ["X-Hub-Signature-256", "X-GitHub-Delivery", "X-GitHub-Event"])
        XCTAssertEqual(
            Verifier.standardWebhooks.headerNames,
            [
                "webhook-id", "webhook-signature", "webhook-timestamp", "svix-id", "svix-signature", "svix-timestamp",
            ])
        XCTAssertEqual(Verifier.basic.headerNames, ["Authorization"])
    }
}
