import HarkTesting
import XCTest

@testable import PagerDutyPlugin

final class PagerDutyFactsTests: XCTestCase {
    func testPeople_areMentioned_toWhomAnIncidentIsAssigned() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("incident_triggered.json", ["PADA"]),
            ("incident_triggered.many.json", ["PBOB", "PCY", "PDE"]),
            ("incident_triggered.by_hand.json", []),
        ]

        for (fixture, accounts) in cases {
            try await assertMentions(
                PagerDuty.self, fixture, accounts, among: ["PADA"], environment: ["HARK_PAGERDUTY_SECRET": "lab"])
        }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("incident_triggered.json", "place=Shop bot=no outcome=failure severity>=warning subject=*"),
            ("incident_resolved.service.json", "actor=Shop bot=no"),
            ("incident_escalated.json", "bot=no"),
            ("incident_priority_updated.workflow.json", "bot=yes"),
            ("incident_acknowledged.json", "actor=Ada bot=no"),
            ("incident_resolved.json", "outcome=success severity=critical"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(
                PagerDuty.self, fixture, conditions, environment: ["HARK_PAGERDUTY_SECRET": "lab"])
        }
    }
}
