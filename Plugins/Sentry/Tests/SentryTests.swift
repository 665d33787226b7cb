import HarkTesting
import SentryPlugin
import TestSupport
import XCTest

final class SentryTests: XCTestCase {
    /// Sentry alone makes the secret, so that the bot has none unless it is set.
    private let environment = ["HARK_SENTRY_SECRET": "lab"]

    /// The same, with everything that is quiet.
    private let loud = everyEvent(of: Sentry.self).merging(["HARK_SENTRY_SECRET": "lab"]) { $1 }

    func testManifest_hasNoFaults() {
        checkManifest(Sentry.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Sentry.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Sentry.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Sentry.self, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        let fixtures = try Fixture.shared("sentry").map { fixture in
            // The old plugin's payloads came under no event's name.
            let isLegacy = fixture.name.contains("webhook_event")
            return isLegacy ? Fixture(name: fixture.name, event: Fixture.nameless, payload: fixture.payload) : fixture
        }

        try await checkTolerance(Sentry.self, of: fixtures, atMost: 60, environment: loud)
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Sentry.self, environment: environment)

        for name in ["error.json", "comment.updated.json", "seer.pr_created.json"] {
            let response = try await bot.deliver(Fixture.named(name), to: Sentry.self)

            XCTAssertEqual(response.outcome?.hasPrefix("ignored: event "), true, name)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Sentry.self, environment: environment)
        let fixture = try Fixture.named("issue.created.json")
        let request = try bot.host.delivery(to: "sentry", event: fixture.event, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testIssue_isIgnored_whenItsActionIsUnknown() async throws {
        let bot = try await TestBot(Sentry.self, environment: environment)

        let response = try await bot.post(
            "/sentry",
            json: #"{"action": "bookmarked", "data": {"issue": {"shortId": "SHOP-1"}}}"#,
            headers: ["Sentry-Hook-Resource": "issue"]
        )

        XCTAssertEqual(response.outcome, "ignored: event issue.bookmarked")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testPeople_areSaidWithoutTheirAddresses() async throws {
        let bot = try await TestBot(Sentry.self, environment: environment)
        let payload = #"""
            {"action": "assigned", "actor": {"name": "ada@example.org"}, "data": {"issue": {"shortId": "SHOP-1",
            "title": "It broke", "assignedTo": {"type": "user", "name": "bob@example.org"}}}}
            """#

        _ = try await bot.post("/sentry", json: payload, headers: ["Sentry-Hook-Resource": "issue"])

        XCTAssertEqual(bot.chat.sent.map(\.text), ["ada assigned SHOP-1 to bob: It broke"])
    }

    func testIssue_isToldWithQuestionMarks_whenThePayloadLacksIt() async throws {
        let bot = try await TestBot(Sentry.self, environment: environment)

        let response = try await bot.post(
            "/sentry",
            json: #"{"action": "resolved"}"#,
            headers: ["Sentry-Hook-Resource": "issue"]
        )

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent.map(\.text), ["somebody resolved ?: ?"])
    }

    func testDelivery_isAccepted_whenItIsLongerThanOtherRoutesTake() async throws {
        let bot = try await TestBot(Sentry.self, environment: environment)
        let padding = String(repeating: "x", count: 2 * 1_048_576)

        let response = try await bot.post("/sentry", json: #"{"action": "created", "title": "\#(padding)"}"#)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .done)
    }

    func testLine_hasWhatTheIssueSays_whereTheEventDoesNot() async throws {
        let issue = """
            {"title": "ZeroDivisionError: division by zero", "culprit": "shop.cart", "level": "error", "shortId": "SHOP-1",
            "project": {"slug": "shop"}, "web_url": "https://acme.sentry.io/issues/1/"}
            """
        let line = "[shop] error: ZeroDivisionError: division by zero (shop.cart) https://acme.sentry.io/issues/1/"
        let expected = [
            ("event_alert", #"{"issue": \#(issue)}"#, line),
            ("event_alert", #"{"event": {}, "issue": \#(issue)}"#, line),
            ("error", #"{"event": {"title": null}, "issue": \#(issue)}"#, line),
            (
                "event_alert", #"{"event": {"metadata": {"type": "KeyError", "value": "'tea'"}, "level": "fatal"}}"#,
                "fatal: KeyError: 'tea'"
            ),
            (
                "issue", #"{"issue": {"shortId": "SHOP-1"}, "event": {"title": "It broke"}}"#,
                "new issue SHOP-1: It broke"
            ),
        ]

        for (event, data, line) in expected {
            let bot = try await TestBot(Sentry.self, environment: loud)
            _ = try await bot.post(
                "/sentry", json: #"{"action": "created", "data": \#(data)}"#, headers: ["Sentry-Hook-Resource": event])
            XCTAssertEqual(bot.chat.sent.map(\.text), [line])
        }
    }
}
