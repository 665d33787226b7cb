import HarkTesting
import XCTest

@testable import JiraPlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("jira_issue_created.json", "place=SHOP subject=SHOP-7 label=Bug label=High audience=public"),
            ("comment_created.json", "event=comment_created actor=*"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Jira.self, fixture, conditions) }
    }
}
