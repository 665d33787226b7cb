import HarkTesting
import XCTest

@testable import SentryPlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("issue.created.json", "place=shop outcome=failure severity=error"),
            ("issue.resolved.json", "actor=Ada outcome=success severity=success"),
            ("event_alert.json", "place=shop outcome=failure severity=error"),
            ("metric_alert.critical.json", "outcome=failure severity=critical"),
            ("metric_alert.warning.json", "severity=warning"),
            ("metric_alert.resolved.json", "outcome=success severity=success"),
            ("comment.created.json", "place=shop actor=Ada"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(
                Sentry.self, fixture, conditions, environment: ["HARK_SENTRY_SECRET": "lab"])
        }
    }
}
