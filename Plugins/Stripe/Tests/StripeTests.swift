import HarkTesting
import StripePlugin
import TestSupport
import XCTest

final class StripeTests: XCTestCase {
    /// Stripe alone makes the secret, so that the bot has none unless it is set.
    private let environment = ["HARK_STRIPE_SECRET": "whsec_lab"]

    /// The same, with everything that is quiet.
    private let loud = everyEvent(of: Stripe.self).merging(["HARK_STRIPE_SECRET": "whsec_lab"]) { $1 }

    func testManifest_hasNoFaults() {
        checkManifest(Stripe.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Stripe.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Stripe.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        // The fixtures of objects differ in nothing but the event.
        let fixtures = try Fixture.all()
        let isAlike = { (fixture: Fixture) in String(decoding: fixture.payload, as: UTF8.self).contains(#""obj_"#) }

        try await checkTolerance(Stripe.self, of: fixtures.filter { !isAlike($0) }, environment: loud)
        try await checkTolerance(Stripe.self, of: fixtures.filter(isAlike), atMost: 2, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        let fixtures = try Fixture.shared("stripe")

        try await checkTolerance(Stripe.self, of: fixtures, atMost: 60, environment: loud)
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Stripe.self, environment: environment)

        for name in ["price.created", "customer.updated", "payment_intent.succeeded", "invoice.upcoming"] {
            let fixture = try Fixture.named("\(name.split(separator: ".").joined(separator: "_")).json")

            let response = try await bot.deliver(fixture, to: Stripe.self)

            XCTAssertEqual(response.outcome, "ignored: event \(name)")
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testThinEvent_saysThatThePayloadStyleIsTheWrongOne_whateverItsName() async throws {
        let bot = try await TestBot(Stripe.self, environment: environment)

        for type in ["v1.customer.created", "v2.core.account.closed"] {
            _ = try await bot.post(
                "/stripe", json: #"{"id": "evt_\#(type.count)", "object": "v2.core.event", "type": "\#(type)"}"#)
        }

        XCTAssertEqual(bot.chat.sent.map { $0.text.contains("payload style to snapshot (v") }, [true, true])
    }

    func testRecords_leavePeopleUnsaid() async throws {
        let bot = try await TestBot(plugins: [Stripe.self], environment: loud, at: TestBot.newYear2026)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: Stripe.self) }

        XCTAssertGreaterThan(bot.chat.sent.count, 250)
        for said in bot.chat.sent.map(\.text) {
            XCTAssertFalse(said.contains("Ada Lovelace") || said.contains("@example"), said)
        }
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Stripe.self, environment: environment)
        let fixture = try Fixture.named("charge_succeeded.json")
        let request = try bot.host.delivery(to: "stripe", event: nil, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testNoLine_tellsWhoPays() async throws {
        let bot = try await TestBot(Stripe.self, environment: environment)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: Stripe.self) }

        XCTAssertFalse(bot.chat.sent.isEmpty)
        for said in bot.chat.sent {
            XCTAssertFalse(["Ada", "@", "4242", "cus_"].contains { said.text.contains($0) }, said.text)
        }
    }

    func testAmount_hasTheDecimalsOfItsCurrency() async throws {
        let amounts = ["1": "usd", "123456789": "usd", "-250": "eur", "1000": "jpy", "1234": "kwd", "500": "ugx"]
        let bot = try await TestBot(Stripe.self, environment: environment)

        for (amount, currency) in amounts.sorted(by: <) {
            let charge = #"{"amount": \#(amount), "currency": "\#(currency)"}"#
            let event = #""id": "evt_\#(currency)_\#(amount)", "type": "charge.succeeded""#
            _ = try await bot.post("/stripe", json: #"{\#(event), "data": {"object": \#(charge)}}"#)
        }

        XCTAssertEqual(
            bot.chat.sent.map { $0.text.split(separator: " ").dropFirst(3).dropLast().joined(separator: " ") },
            ["-2.50 EUR", "0.01 USD", "1,000 JPY", "1.234 KWD", "1,234,567.89 USD", "5.00 UGX"]
        )
    }

    func testLine_hasNoLink_whenTheIdentifierIsNone() async throws {
        let bot = try await TestBot(Stripe.self, environment: environment)
        let payout = #"{"id": "../evil?x", "amount": 100, "currency": "usd"}"#

        _ = try await bot.post("/stripe", json: #"{"type": "payout.paid", "data": {"object": \#(payout)}}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["[Stripe] payout of 1.00 USD arrived"])
    }

    func testTestEvents_areToldEach_whenTheyShareAnIdentifier() async throws {
        let bot = try await TestBot(Stripe.self, environment: environment)

        for type in ["payout.paid", "charge.succeeded", "payout.paid"] {
            let object = #"{"amount": 100, "currency": "usd"}"#
            let json = #"{"id": "evt_00000000000000", "type": "\#(type)", "data": {"object": \#(object)}}"#
            _ = try await bot.post("/stripe", json: json)
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.text), ["[Stripe] payout of 1.00 USD arrived", "[Stripe] charge of 1.00 USD succeeded"])
    }
}
