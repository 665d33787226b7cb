import HarkTesting
import XCTest

@testable import CircleCIPlugin

final class CircleCIFactsTests: XCTestCase {
    func testPeople_areMentioned_whoseBuildFailed() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("workflow-completed.failed.json", ["ada-l"]),
            ("workflow-completed.failed.json", ["ada@lab.test"]),
            ("workflow-completed.unauthorized.json", ["Ada"]),
            ("workflow-completed.success.json", []),
            ("job-completed.failed.json", []),
            ("build.failed.json", ["ada-l"]),
            ("build.failed.json", ["ada@lab.test"]),
            ("build.canceled.json", []),
        ]

        for (fixture, accounts) in cases {
            let others = accounts.isEmpty ? ["ada-l", "Ada", "ada@lab.test"] : ["bob"]
            try await assertMentions(
                CircleCI.self, fixture, accounts, among: others, environment: everyEvent(of: CircleCI.self))
        }
    }

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
