import HarkTesting
import XCTest

@testable import SentryPlugin

final class SentryFactsTests: XCTestCase {
    func testPeople_areMentioned_toWhomAnIssueIsAssigned() async throws {
        let cases: [(fixture: String, accounts: [String], others: [String])] = [
            ("issue.assigned.json", ["8"], ["7"]),
            ("issue.assigned.json", ["Bob"], ["Ada"]),
            ("issue.assigned.json", ["bob@example.org"], ["ada@example.org"]),
            ("issue.assigned.to_oneself.json", [], ["7", "Ada", "ada@example.org"]),
            ("issue.assigned.team.json", [], ["3", "backend"]),
            ("issue.resolved.json", [], ["8", "Bob", "Ada"]),
        ]

        for (fixture, accounts, others) in cases {
            try await assertMentions(
                Sentry.self, fixture, accounts, among: others, environment: ["HARK_SENTRY_SECRET": "lab"])
        }
    }

    func testPrograms_areBots_unlessSentryItselfReports() async throws {
        let environment = everyEvent(of: Sentry.self).merging(["HARK_SENTRY_SECRET": "lab"]) { $1 }
        let bot = try await TestBot(
            Sentry.self, environment: environment.merging(["HARK_RULES": "#bots bot=yes"]) { $1 })
        let text = String(decoding: try Fixture.named("issue.created.json").payload, as: UTF8.self)
        let changed = text.replacing(#""id": "sentry""#, with: #""id": "a8e5d37a""#)

        _ = try await bot.deliver(Fixture(name: "issue.created.json", payload: Array(changed.utf8)), to: Sentry.self)
        for name in ["issue.created.json", "seer.pr_created.json", "metric_alert.critical.json"] {
            _ = try await bot.deliver(Fixture.named(name), to: Sentry.self)
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#bots", "#general", "#bots", "#general"])
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("issue.created.json", "place=shop bot=no outcome=failure severity=error"),
            ("issue.resolved.json", "actor=Ada outcome=success severity=error"),
            ("event_alert.json", "place=shop bot=no outcome=failure severity=error"),
            ("metric_alert.critical.json", "outcome=failure severity=critical"),
            ("metric_alert.warning.json", "severity=warning"),
            ("metric_alert.resolved.json", "outcome=success severity=critical"),
            ("comment.created.json", "place=shop actor=Ada"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(
                Sentry.self, fixture, conditions, environment: ["HARK_SENTRY_SECRET": "lab"])
        }
    }
}
