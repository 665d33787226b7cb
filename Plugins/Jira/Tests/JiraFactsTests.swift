import HarkEvents
import HarkTesting
import XCTest

@testable import JiraPlugin

final class JiraFactsTests: XCTestCase {
    func testRestrictedEvents_areConfidential() async throws {
        for event in ["restricted_comment_created", "restricted_worklog_created", "restricted_issue_created"] {
            try await assertMatchesRule(
                Jira.self, "\(event).json", "audience=confidential", environment: ["HARK_JIRA_EVENTS": "+\(event)"])
        }
    }

    func testPeople_areMentioned_toWhomAnIssueIsAssigned() async throws {
        let cases: [(fixture: String, accounts: [String], others: [String])] = [
            ("jira_issue_created.assigned.json", ["bob"], ["ada"]),
            ("jira_issue_created.assigned.json", ["Bob Kahn"], ["ada"]),
            ("jira_issue_updated.assigned.json", ["Bob Kahn"], ["ada"]),
            ("jira_issue_updated.unassigned.json", [], ["ada", "bob", "Bob Kahn"]),
            ("jira_issue_created.json", [], ["ada", "bob", "Bob Kahn"]),
        ]

        for (fixture, accounts, others) in cases {
            try await assertMentions(Jira.self, fixture, accounts, among: others)
        }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("jira_issue_created.json", "place=SHOP subject=SHOP-7 label=Bug label=High audience=public"),
            ("comment_created.json", "event=comment_created actor=*"),
            ("attachment_created.json", "actor=Ada"),
            ("project_created.json", "place=SHOP"),
            ("nameless.automation.json", "place=SHOP"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(Jira.self, fixture, conditions, environment: everyEvent(of: Jira.self))
        }
    }

    func testSeverity_isThatOfANewOrChangedPriority() throws {
        let cases: [(payload: String, event: UntrustedText, action: UntrustedText?, severity: Severity?)] = [
            (
                #"{"webhookEvent": "jira:issue_created", "issue": {"fields": {"priority": {"name": "Highest"}}}, "changelog": {"items": [{"field": ""}]}}"#,
                "jira:issue_created",
                nil, .critical
            ),
            (
                #"{"webhookEvent": "jira:issue_created", "issue": {"fields": {"priority": {"name": "Blocker"}}}, "changelog": {"items": [{"field": ""}]}}"#,
                "jira:issue_created",
                nil, .critical
            ),
            (
                #"{"webhookEvent": "jira:issue_created", "issue": {"fields": {"priority": {"name": "High"}}}, "changelog": {"items": [{"field": ""}]}}"#,
                "jira:issue_created",
                nil, .error
            ),
            (
                #"{"webhookEvent": "jira:issue_created", "issue": {"fields": {"priority": {"name": "Medium"}}}, "changelog": {"items": [{"field": ""}]}}"#,
                "jira:issue_created",
                nil, nil
            ),
            (
                #"{"webhookEvent": "jira:issue_updated", "issue": {"fields": {"priority": {"name": "Critical"}}}, "changelog": {"items": [{"field": "priority"}]}}"#,
                "jira:issue_updated",
                nil, .critical
            ),
            (
                #"{"webhookEvent": "jira:issue_updated", "issue": {"fields": {"priority": {"name": "Critical"}}}, "changelog": {"items": [{"field": "status"}]}}"#,
                "jira:issue_updated",
                nil, nil
            ),
        ]

        for (payload, event, action, severity) in cases {
            var facts = NotificationFacts(event: event, action: action)
            Jira.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.severity, severity, payload)
        }
    }
}
