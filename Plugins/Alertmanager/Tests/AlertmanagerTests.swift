import AlertmanagerPlugin
import HarkTesting
import XCTest

final class AlertmanagerTests: XCTestCase {
    func testManifest_hasNoFaults() {
        checkManifest(Alertmanager.self)
    }

    func testEveryEvent_hasAFixtureThatIsTold() async throws {
        try await checkEvents(Alertmanager.self)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Alertmanager.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Alertmanager.self)
    }

    func testUnsignedNotification_isRefused_andNothingIsTold() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let firing = try Fixture.named("firing.json")

        let response = try await bot.send(
            Request(
                method: .post, target: "/alertmanager", headers: [.contentType: "application/json"],
                body: firing.payload))

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testReminder_isTold_onlyAfterAMinute() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let firing = try Fixture.named("firing.json")

        for pause in [Duration.zero, .seconds(30), .seconds(31)] {
            bot.clock.advance(by: pause)
            _ = try await bot.deliver(firing, to: Alertmanager.self)
        }

        XCTAssertEqual(bot.chat.sent.count, 2)
    }

    func testReceiver_mayHaveAPathOfItsOwn() async throws {
        let bot = try await TestBot(Alertmanager.self)
        let firing = String(decoding: try Fixture.named("firing.json").payload, as: UTF8.self)

        let response = try await bot.post("/alertmanager/team-shop/", json: firing)

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent.count, 1)
    }
}
