import GrafanaPlugin
import HarkTesting
import TestSupport
import XCTest

final class GrafanaTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Grafana.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Grafana.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Grafana.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Grafana.self)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Grafana.self, of: Fixture.shared("grafana"), atMost: 60)
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Grafana.self)
        let fixture = try Fixture.named("firing.json")
        let request = try bot.host.delivery(to: "grafana", event: nil, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testDelivery_isTaken_withThePasswordOrTheTokenOfAnOlderGrafana() async throws {
        let authorizations = [
            "Basic YW55Ym9keTpzM2NyZXQ=", "Bearer s3cret", "Bearer wrong", "Basic YW55Ym9keTp3cm9uZw==",
        ]
        let fixture = try Fixture.named("firing.json")

        var statuses: [Int] = []
        for authorization in authorizations {
            let bot = try await TestBot(Grafana.self, environment: ["HARK_GRAFANA_SECRET": "s3cret"])
            var request = try bot.host.delivery(to: "grafana", event: nil, payload: fixture.payload)
            request.headers[.authorization] = authorization
            statuses.append(try await bot.send(request).status.code)
        }

        XCTAssertEqual(statuses, [202, 202, 401, 401])
    }

    func testReminder_isNotTold_withinAMinuteOfTheSameNotification() async throws {
        let bot = try await TestBot(Grafana.self)
        let fixture = try Fixture.named("firing.json")

        _ = try await bot.deliver(fixture, to: Grafana.self)
        let second = try await bot.deliver(fixture, to: Grafana.self)

        XCTAssertEqual(second.status, .accepted)
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testReminder_isTold_afterAMinute() async throws {
        let bot = try await TestBot(Grafana.self)
        let fixture = try Fixture.named("firing.json")
        _ = try await bot.deliver(fixture, to: Grafana.self)

        bot.clock.advance(by: .seconds(61))
        _ = try await bot.deliver(fixture, to: Grafana.self)

        XCTAssertEqual(bot.chat.sent.count, 2)
    }

    func testEmptyPayload_isToldToBeOne() async throws {
        let bot = try await TestBot(Grafana.self)

        let response = try await bot.post("/grafana", json: "{}")

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .done)
        XCTAssertEqual(
            bot.chat.sent.map(\.text), ["Grafana sent a payload of the event “unnamed” that has nothing to announce"])
    }

    func testValue_isToldWithFourDigits_howeverExactItIs() async throws {
        let bot = try await TestBot(Grafana.self)
        let alert = #"{"status": "firing", "values": {"A": 44.239437, "B": 0.0012345678, "C": 1.2345678e300, "D": 7}}"#

        _ = try await bot.post(
            "/grafana",
            json: #"{"status": "firing", "commonLabels": {"alertname": "Load"}, "alerts": [\#(alert)]}"#
        )

        XCTAssertEqual(bot.chat.sent.map(\.text), ["FIRING Load (A=44.24, B=0.001235, C=1.235e+300 and 1 more)"])
    }

    func testLink_isTheNextOne_whenThePanelsIsTooLong() async throws {
        let bot = try await TestBot(Grafana.self)
        let panel = "https://grafana.example.org/d/?q=\(String(repeating: "x", count: 300))"
        let alert = #"{"status": "firing", "panelURL": "\#(panel)", "dashboardURL": "https://grafana.example.org/d"}"#

        _ = try await bot.post(
            "/grafana",
            json: #"{"status": "firing", "commonLabels": {"alertname": "Load"}, "alerts": [\#(alert)]}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["FIRING Load https://grafana.example.org/d"])
    }

    func testDelivery_isAccepted_whenItIsLongerThanOtherRoutesTake() async throws {
        let bot = try await TestBot(Grafana.self)
        let padding = String(repeating: "x", count: 2 * 1_048_576)

        let response = try await bot.post("/grafana", json: #"{"status": "firing", "title": "\#(padding)"}"#)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(response.delivery?.state, .done)
    }
}
