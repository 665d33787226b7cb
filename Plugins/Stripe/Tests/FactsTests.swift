import HarkTesting
import XCTest

@testable import StripePlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("charge_failed.json", "outcome=failure severity=error label=live"),
            ("charge_succeeded.test.json", "outcome=success label=test"),
            ("charge_dispute_created.json", "severity=warning"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(
                Stripe.self, fixture, conditions, environment: ["HARK_STRIPE_SECRET": "whsec_lab"])
        }
    }
}
