import HarkEvents
import HarkTesting
import XCTest

@testable import LinearPlugin

final class LinearFactsTests: XCTestCase {
    func testPeople_areMentioned_toWhomAnIssueIsAssigned() async throws {
        let bob = "00000002-0000-4000-8000-000000000002"
        let cases: [(fixture: String, accounts: [String], others: [String])] = [
            ("Issue.create.json", [bob], ["Ada"]),
            ("Issue.update.assigned.json", ["Bob"], ["Ada"]),
            ("Issue.update.assigned.json", ["bob@example.org"], ["ada@example.org"]),
            ("Issue.update.assigned_to_oneself.json", [], ["Ada", "ada@example.org"]),
            ("Issue.update.several.json", [], [bob, "Bob", "Ada"]),
            ("Issue.update.done.json", [], [bob, "Bob", "Ada"]),
            ("Issue.remove.json", [], [bob, "Bob", "Ada"]),
        ]

        for (fixture, accounts, others) in cases {
            try await assertMentions(
                Linear.self, fixture, accounts, among: others, environment: ["HARK_LINEAR_SECRET": "lab"])
        }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let environment = everyEvent(of: Linear.self).merging(["HARK_LINEAR_SECRET": "lab"]) { $1 }
        let cases: [(fixture: String, conditions: String)] = [
            ("Issue.create.json", "event=issue.create place=Engines actor=Ada bot=no label=bug subject=ENG-7"),
            ("Issue.create.urgent.json", "bot=yes severity=critical"),
            ("Issue.update.done.json", "outcome=success severity=success"),
            ("Issue.update.canceled.json", "outcome=cancelled"),
            ("IssueSLA.breached.json", "place=Engines outcome=failure severity=error subject=ENG-7"),
            ("Comment.create.json", "place=Engines subject=ENG-7"),
            ("Project.create.json", "place=Rocket"),
            ("Comment.create.project.json", "place=Rocket"),
            ("ProjectUpdate.create.offTrack.json", "place=Rocket severity=error"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(Linear.self, fixture, conditions, environment: environment)
        }
    }

    func testSeverity_isThatOfANewOrChangedPriority() throws {
        let cases: [(payload: String, event: UntrustedText, action: UntrustedText?, severity: Severity?)] = [
            (
                #"{"type": "Issue", "action": "create", "data": {"priority": 1}, "updatedFrom": {"x": 0}}"#, "Issue",
                "create", .critical
            ),
            (
                #"{"type": "Issue", "action": "create", "data": {"priority": 2}, "updatedFrom": {"x": 0}}"#, "Issue",
                "create", .error
            ),
            (
                #"{"type": "Issue", "action": "create", "data": {"priority": 0}, "updatedFrom": {"x": 0}}"#, "Issue",
                "create", nil
            ),
            (
                #"{"type": "Issue", "action": "update", "data": {"priority": 1}, "updatedFrom": {"priority": 0}}"#,
                "Issue",
                "update", .critical
            ),
            (
                #"{"type": "Issue", "action": "update", "data": {"priority": 1}, "updatedFrom": {"stateId": 0}}"#,
                "Issue",
                "update", nil
            ),
        ]

        for (payload, event, action, severity) in cases {
            var facts = NotificationFacts(event: event, action: action)
            Linear.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.severity, severity, payload)
        }
    }
}
