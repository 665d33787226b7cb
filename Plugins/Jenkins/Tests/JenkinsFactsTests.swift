import HarkTesting
import XCTest

@testable import JenkinsPlugin

final class JenkinsFactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("FINALIZED.failure.json", "place=shop branch=main outcome=failure severity=error"),
            ("FINALIZED.unstable.json", "outcome=failure severity=warning"),
            ("FINALIZED.aborted.json", "outcome=cancelled"),
            ("FINALIZED.branch.json", "place=team/shop/feature/x outcome=success"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Jenkins.self, fixture, conditions) }
    }
}
