import HarkEvents
import HarkTesting
import ShopifyPlugin
import XCTest

final class ShopifyTests: XCTestCase {
    /// Shopify alone makes the secret, so that the bot has none unless it is set.
    private let environment = ["HARK_SHOPIFY_SECRET": "lab"]

    /// The same, with everything that is quiet.
    private let loud = everyEvent(of: Shopify.self).merging(["HARK_SHOPIFY_SECRET": "lab"]) { $1 }

    func testManifest_hasNoFaults() {
        checkManifest(Shopify.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Shopify.self, environment: loud)
    }

    func testFixtures_areAnnouncedAsExpected() async throws {
        try await checkAnnouncements(Shopify.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Shopify.self, atMost: 40, environment: loud)
    }

    func testFixtures_leaveCustomersAndCredentialsUnsaid() async throws {
        let bot = try await TestBot(plugins: [Shopify.self], environment: loud, at: TestBot.newYear2026)
        let secrets = ["@", "Zoe", "Quinn", "Elm", "555", "Ottawa", "s3cr3t", "S3CR3T", "1z827", "4242", "192.0.2.7"]

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: Shopify.self) }

        XCTAssertGreaterThan(bot.chat.sent.count, 100)
        for said in bot.chat.sent.map(\.text) {
            XCTAssertFalse(secrets.contains { said.contains($0) }, said)
        }
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Shopify.self, environment: environment)

        for name in ["orders_updated", "products_update", "inventory_levels_update", "fulfillment_orders_moved"] {
            let response = try await bot.deliver(Fixture.named("\(name).json"), to: Shopify.self)

            XCTAssertEqual(response.outcome?.hasPrefix("ignored: event "), true, name)
        }
        _ = try await bot.deliver(
            Fixture.named("fulfillment_orders_fulfillment_service_failed_to_complete.json"), to: Shopify.self)
        XCTAssertEqual(bot.chat.sent.map(\.text), ["fulfillment order 1 could not be completed by its service"])
    }

    func testCustomers_areIgnored() async throws {
        let bot = try await TestBot(Shopify.self, environment: environment)
        let fixture = try Fixture.named("customers_create.json")

        let response = try await bot.post(
            "/shopify", json: String(decoding: fixture.payload, as: UTF8.self),
            headers: ["X-Shopify-Topic": "customers/create"])

        XCTAssertEqual(response.outcome, "ignored: event customers/create")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testNotification_saysThatItIsOfATest_whenTheHeaderDoes() async throws {
        let bot = try await TestBot(Shopify.self, environment: environment)

        for (topic, mark) in [("products/create", "true"), ("products/create", "false"), ("orders/fulfilled", "true")] {
            let isOrder = topic.hasPrefix("orders")
            _ = try await bot.post(
                "/shopify", json: #"{"title": "Pump", "name": "1001", "test": \#(isOrder)}"#,
                headers: ["X-Shopify-Topic": topic, "X-Shopify-Test": mark])
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["test: product Pump was added", "product Pump was added", "test order 1001 was fulfilled"])
    }

    func testProduct_isOneLine_whenItIsHostile() async throws {
        let bot = try await TestBot(Shopify.self, environment: environment)
        let payload = #"{"title": "<!channel>\r\n\u202e!deploy\u0000", "vendor": ["a"], "status": {"x": 1}}"#

        _ = try await bot.post("/shopify", json: payload, headers: ["X-Shopify-Topic": "products/create"])

        XCTAssertEqual(bot.chat.sent.map(\.text), ["product <!channel> !deploy was added"])
    }

    func testDelivery_isADuplicate_whenItsIdentifierWasSeen() async throws {
        let bot = try await TestBot(Shopify.self, environment: environment)
        let headers = [
            "X-Shopify-Topic": "themes/publish", "X-Shopify-Webhook-Id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        ]

        let first = try await bot.post("/shopify", json: #"{"name": "Dawn"}"#, headers: headers)
        let second = try await bot.post("/shopify", json: #"{"name": "Dawn"}"#, headers: headers)

        XCTAssertEqual([first.status, second.status], [.ok, .ok])
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_isRefused_whenItIsUnsignedOrSignedWithAnotherSecret() async throws {
        let bot = try await TestBot(Shopify.self, environment: environment)
        let zeros = String(repeating: "A", count: 43) + "="

        let unsigned = try await bot.post("/shopify", json: "{}", signed: false)
        let forged = try await bot.post(
            "/shopify", json: "{}", headers: ["X-Shopify-Hmac-SHA256": zeros], signed: false)

        XCTAssertEqual([unsigned.status, forged.status], [.unauthorized, .unauthorized])
        XCTAssertEqual(bot.chat.sent, [])
    }
}
