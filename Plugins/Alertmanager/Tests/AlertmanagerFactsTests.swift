import HarkTesting
import XCTest

@testable import AlertmanagerPlugin

final class AlertmanagerFactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("firing.json", "outcome=failure severity=critical label=severity=critical label=alertname=Lab0 place=api"),
            ("resolved.json", "outcome=success severity=critical"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Alertmanager.self, fixture, conditions) }
    }

    func testRoom_receivesTheEnd_whenItReceivedTheBeginning() async throws {
        let bot = try await TestBot(Alertmanager.self, environment: ["HARK_RULES": "#oncall severity>=critical"])

        for name in ["firing.json", "resolved.json"] {
            _ = try await bot.deliver(Fixture.named(name), to: Alertmanager.self)
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#oncall", "#oncall"])
        XCTAssertEqual(bot.chat.messages.map(\.severity), [.critical, .success])
    }
}
