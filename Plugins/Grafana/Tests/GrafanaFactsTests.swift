import HarkTesting
import XCTest

@testable import GrafanaPlugin

final class GrafanaFactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("firing.json", "outcome=failure label=alertname=*"),
            ("resolved.json", "outcome=success severity=error"),
            ("nameless.alerting.json", "outcome=failure severity=error"),
            ("nameless.ok.json", "outcome=success severity=error"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Grafana.self, fixture, conditions) }
    }
}
