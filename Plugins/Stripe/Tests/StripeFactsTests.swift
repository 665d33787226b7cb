import HarkTesting
import XCTest

@testable import StripePlugin

final class StripeFactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let environment = everyEvent(of: Stripe.self).merging(["HARK_STRIPE_SECRET": "whsec_lab"]) { $1 }
        let cases: [(fixture: String, conditions: String)] = [
            ("charge_failed.json", "outcome=failure severity=error label=live"),
            ("charge_succeeded.test.json", "outcome=success label=test"),
            ("charge_dispute_created.json", "severity=warning"),
            ("charge_captured.json", "outcome=success"),
            ("charge_refund_updated.json", "outcome=failure severity=error"),
            ("refund_updated.json", "outcome!=*"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(Stripe.self, fixture, conditions, environment: environment)
        }
    }
}
