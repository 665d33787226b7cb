import HarkTesting
import XCTest

@testable import ShopifyPlugin

final class ShopifyFactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let environment = everyEvent(of: Shopify.self).merging(["HARK_SHOPIFY_SECRET": "lab"]) { $1 }
        let cases: [(fixture: String, conditions: String)] = [
            ("orders_paid.json", "event=orders/paid outcome=success"),
            ("orders_cancelled.json", "outcome=cancelled severity=warning"),
            ("orders_create.test.json", "label=test"),
            ("order_transactions_create.failure.json", "outcome=failure"),
            ("fulfillment_events_create.failure.json", "outcome=failure"),
            ("disputes_update.lost.json", "outcome=failure severity=error"),
            ("shop_redact.json", "place=*.myshopify.com"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(Shopify.self, fixture, conditions, environment: environment)
        }
    }
}
