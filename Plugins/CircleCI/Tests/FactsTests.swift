import HarkTesting
import XCTest

@testable import CircleCIPlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("job-completed.failed.json", "place=octo/shop branch=main outcome=failure severity=error"),
            ("job-completed.success.json", "branch=v2.1.0 outcome=success severity=success"),
            ("workflow-completed.canceled.json", "outcome=cancelled"),
            ("build.fixed.json", "place=octo/shop branch=main outcome=success"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(
                CircleCI.self, fixture, conditions, environment: everyEvent(of: CircleCI.self))
        }
    }
}
