import HarkTesting
import XCTest

@testable import JiraPlugin

final class FactsTests: XCTestCase {
    func testPeople_areMentioned_toWhomAnIssueIsAssigned() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("jira_issue_created.assigned.json", ["bob"]),
            ("jira_issue_updated.assigned.json", ["Bob Kahn"]),
            ("jira_issue_updated.unassigned.json", []),
            ("jira_issue_created.json", []),
        ]

        for (fixture, accounts) in cases { try await assertMentions(Jira.self, fixture, accounts) }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("jira_issue_created.json", "place=SHOP subject=SHOP-7 label=Bug label=High audience=public"),
            ("comment_created.json", "event=comment_created actor=*"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Jira.self, fixture, conditions) }
    }
}
