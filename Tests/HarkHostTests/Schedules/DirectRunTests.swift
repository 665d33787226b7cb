import HarkTesting
import XCTest

@testable import HarkHost

/// Schedules of a bot that stores nothing.
final class DirectRunTests: XCTestCase {
    func testSlots_runOnce_whenTheirTimeHasCome() async throws {
        let bot = try await TestBot(ReminderProbe.self, environment: ["HARK_STORE": "off"])

        await bot.advance(by: .minutes(10))

        XCTAssertEqual(
            bot.chat.sent,
            [
                "[#general] poll 2026-01-01T00:05:00Z after nothing",
                "[#general] poll 2026-01-01T00:10:00Z after 2026-01-01T00:05:00Z",
            ])
    }

    func testSlot_isAttemptedOnce_whenItFails() async throws {
        let bot = try await TestBot(ReminderProbe.self, environment: ["HARK_STORE": "off"])
        _ = await bot.send("!break poll")

        await bot.advance(by: .minutes(5))
        await bot.advance(by: .minutes(4))
        let answer = await bot.send("!schedules").joined()

        XCTAssertEqual(bot.chat.sent.filter { $0.text.hasPrefix("poll") }.count, 1)
        XCTAssertTrue(answer.contains("last 2026-01-01 00:05 UTC, failed, nobody is there"), answer)
    }

    func testMissedSlots_areNotCaughtUpOn_afterARestart() async throws {
        let bot = try await TestBot(ReminderProbe.self, environment: ["HARK_STORE": "off"])
        await bot.advance(by: .minutes(5))

        let restarted = try await bot.crash(for: .minutes(30))

        XCTAssertEqual(restarted.chat.sent.count, 1)
    }

    func testSlot_isSkipped_whileAnEarlierRunIsUnfinished() async throws {
        let bot = try await TestBot(ReminderProbe.self, environment: ["HARK_STORE": "off"])
        _ = await bot.send("!break hang")

        for _ in 0..<2 {
            bot.clock.advance(by: .minutes(5))
            await bot.host.scheduler.runDue()
        }
        let answer = await bot.send("!schedules").joined()
        await bot.host.stop()

        XCTAssertTrue(answer.contains("last 2026-01-01 00:05 UTC, running"), answer)
    }
}
