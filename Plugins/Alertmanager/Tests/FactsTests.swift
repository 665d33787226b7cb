import HarkTesting
import XCTest

@testable import AlertmanagerPlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("firing.json", "outcome=failure severity=critical label=severity=critical label=alertname=Lab0 place=api"),
            ("resolved.json", "outcome=success severity=success"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Alertmanager.self, fixture, conditions) }
    }
}
