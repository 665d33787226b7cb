import Hark
import HarkTesting
import PagerDutyPlugin
import TestSupport
import XCTest

final class PagerDutyTests: XCTestCase {
    /// PagerDuty alone makes the secret, so that the bot has none unless it is set.
    private let environment = ["HARK_PAGERDUTY_SECRET": "lab"]

    /// The same, with everything that is quiet.
    private let loud = everyEvent(of: PagerDuty.self).merging(["HARK_PAGERDUTY_SECRET": "lab"]) { $1 }

    func testManifest_hasNoFaults() {
        checkManifest(PagerDuty.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(PagerDuty.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(PagerDuty.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(PagerDuty.self, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        let payloads = try Fixture.shared("pagerduty")

        try await checkTolerance(PagerDuty.self, of: payloads, atMost: 60, environment: loud)
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(PagerDuty.self, environment: environment)

        for name in ["service_updated", "incident_workflow_started", "incident_conference_bridge_updated"] {
            let response = try await bot.deliver(Fixture.named("\(name).json"), to: PagerDuty.self)

            XCTAssertEqual(response.outcome?.hasPrefix("ignored: event "), true, name)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testBridge_leavesItsAddressUnsaid() async throws {
        let bot = try await TestBot(PagerDuty.self, environment: loud)

        _ = try await bot.deliver(Fixture.named("incident_conference_bridge_updated.json"), to: PagerDuty.self)

        XCTAssertEqual(bot.chat.sent.map { $0.text.contains("555") || $0.text.contains("meet") }, [false])
    }

    func testIncident_isToldByItsState_whenTheEventHasNoName() async throws {
        let bot = try await TestBot(PagerDuty.self, environment: environment)
        let incident = #"{"number": 7, "status": "resolved", "title": "It is slow", "service": {"summary": "Shop"}}"#

        let response = try await bot.post("/pagerduty", json: #"{"event": {"data": \#(incident)}}"#)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, ["[#general] [Shop] incident #7 is resolved: It is slow"])
    }

    func testDelivery_isADuplicate_whenItsEventWasAnnounced() async throws {
        let bot = try await TestBot(PagerDuty.self, environment: environment)
        let fixture = try Fixture.named("pagey_ping.json")

        _ = try await bot.deliver(fixture, to: PagerDuty.self)
        let second = try await bot.deliver(fixture, to: PagerDuty.self)

        XCTAssertEqual(second.status, .accepted)
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(PagerDuty.self, environment: environment)
        let fixture = try Fixture.named("incident_triggered.json")
        let request = try bot.host.delivery(to: "pagerduty", event: fixture.event, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }
}
