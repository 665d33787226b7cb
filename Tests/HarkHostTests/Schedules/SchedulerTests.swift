import HarkStore
import HarkTesting
import XCTest

import struct FoundationEssentials.Date

@testable import HarkHost

/// Schedules of a bot that stores deliveries.
final class SchedulerTests: XCTestCase {
    func testSlots_runOnce_whenTheirTimeHasCome() async throws {
        let bot = try await TestBot(ReminderProbe.self)

        await bot.advance(by: .seconds(299))
        let early = bot.chat.sent.count
        await bot.advance(by: .seconds(301))

        XCTAssertEqual(early, 0)
        XCTAssertEqual(
            bot.chat.sent,
            [
                "[#general] poll 2026-01-01T00:05:00Z after nothing",
                "[#general] poll 2026-01-01T00:10:00Z after 2026-01-01T00:05:00Z",
            ])
    }

    func testSlot_isADeliveryWithItsOwnOrigin() async throws {
        let bot = try await TestBot(ReminderProbe.self)

        await bot.advance(by: .minutes(5))

        let records = try await bot.store.deliveries(DeliveryQuery())
        XCTAssertEqual(records.map(\.state), [.done])
        XCTAssertEqual(records.map(\.origin), [.schedule])
        XCTAssertEqual(records.map(\.route), [StoredRoute(plugin: "reminders", label: "schedule every 5m")])
        XCTAssertEqual(records.map(\.key), ["every 5m"])
    }

    func testCronSlot_followsItsZone() async throws {
        let bot = try await TestBot(ReminderProbe.self)

        // 1 January is a Thursday, and 9:00 in Berlin is 8:00 UTC.
        bot.clock.advance(by: .hours(8) - .seconds(1))
        await bot.advance(by: .zero)
        let early = bot.chat.sent.filter { $0.text == "standup" }.count
        await bot.advance(by: .seconds(1))

        XCTAssertEqual(early, 0)
        XCTAssertEqual(bot.chat.sent.filter { $0.text == "standup" }.count, 1)
    }

    func testSlot_runsAgain_whenItFails_butOnlyBeforeTheNextOne() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        _ = await bot.send("!break poll")

        await bot.advance(by: .minutes(5))
        for _ in 0..<20 { await bot.advance(by: .seconds(14)) }

        let record = try await bot.store.deliveries(DeliveryQuery()).first
        let attempts = try await bot.store.attempts(of: try XCTUnwrap(record).id)
        XCTAssertEqual(record?.state, .dead)
        XCTAssertEqual(attempts.map(\.number), [1, 2, 3, 4])
    }

    func testSlot_isSkipped_whileAnEarlierRunIsUnfinished() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        _ = await bot.send("!break hang")

        bot.clock.advance(by: .minutes(5))
        await bot.host.scheduler.runDue()
        bot.clock.advance(by: .minutes(5))
        await bot.host.scheduler.runDue()
        let states = try await bot.store.deliveries(DeliveryQuery()).map(\.state)
        let answer = await bot.send("!schedules").joined()
        await bot.host.stop()

        XCTAssertEqual(states, [.superseded, .running])
        XCTAssertTrue(answer.contains("00:10 UTC, skipped, because an earlier run was unfinished"), answer)
    }

    func testMissedSlot_runsAfterARestart_butOnlyTheLatestOne() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        await bot.advance(by: .minutes(5))

        let restarted = try await bot.crash(for: .minutes(32))

        XCTAssertEqual(
            restarted.chat.sent.dropFirst(),
            ["[#general] poll 2026-01-01T00:35:00Z after 2026-01-01T00:05:00Z"])
    }

    func testMissedSlot_runsAfterAPause_butOnlyTheLatestOne() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        await bot.advance(by: .minutes(5))

        bot.clock.advance(by: .minutes(32))
        await bot.advance(by: .zero)

        XCTAssertEqual(
            bot.chat.sent.dropFirst(), ["[#general] poll 2026-01-01T00:35:00Z after 2026-01-01T00:05:00Z"])
    }

    func testMissedSlot_doesNotRun_whenItIsADayOld() async throws {
        // Thursday and Friday have a slot at 8:00 UTC, Saturday has none. It is Saturday 7:50 or 8:10 at the restart.
        var counts: [Int] = []
        for downtime in [Duration.hours(48) - .minutes(10), .hours(48) + .minutes(10)] {
            let bot = try await TestBot(ReminderProbe.self, at: Date(timeIntervalSince1970: 1_767_254_399))
            await bot.advance(by: .seconds(1))
            let restarted = try await bot.crash(for: downtime)
            counts.append(restarted.chat.sent.filter { $0.text == "standup" }.count)
        }

        XCTAssertEqual(counts, [2, 1])
    }

    func testNewSchedule_hasMissedNothing() async throws {
        let bot = try await TestBot(ReminderProbe.self, at: Date(timeIntervalSince1970: 1_767_258_000))

        await bot.advance(by: .seconds(10))

        XCTAssertEqual(bot.chat.sent, [])
    }

    func testSlot_doesNotRun_whileItsPluginIsNotActive() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        _ = await bot.send("!plugin deactivate reminders")
        bot.clock.advance(by: .minutes(6))
        await bot.advance(by: .zero)
        let inactive = await bot.send("!schedules").joined()

        _ = await bot.send("!plugin activate reminders")
        await bot.advance(by: .minutes(1))
        let before = bot.chat.sent.filter { $0.text.hasPrefix("poll") }
        await bot.advance(by: .minutes(3))

        XCTAssertTrue(inactive.contains("reminders  every 5m: its plugin is not active; it has not run yet"), inactive)
        XCTAssertEqual(before, [])
        XCTAssertEqual(
            bot.chat.sent.filter { $0.text.hasPrefix("poll") },
            ["[#general] poll 2026-01-01T00:10:00Z after nothing"])
    }

    func testSlot_runsOnOneMachine_whenTwoShareAStore() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        let chat = RecordedChat()
        let twin = try Host(
            BotConfiguration([ReminderProbe.self], [:]), networks: [chat],
            HostDependencies(clock: bot.clock.reading))
        try await twin.start { bot.store }

        for _ in 0..<10 {
            bot.clock.advance(by: .minutes(5))
            async let one: Void = twin.scheduler.runDue()
            async let other: Void = bot.advance(by: .zero)
            _ = await (one, other)
            await twin.deliveries.settle()
        }

        let slots = (bot.chat.sent + chat.sent).map { String($0.text.prefix(25)) }.sorted()
        XCTAssertEqual(slots, (1...10).map { "poll 2026-01-01T00:\($0 < 2 ? "0" : "")\($0 * 5):00Z" }.sorted())
        await twin.stop()
    }

    func testSlot_runsLater_whenItCannotBeStored() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        bot.store.fail(with: .unavailable("The disk is away."))

        await bot.advance(by: .minutes(5))
        let early = bot.chat.sent.count
        bot.store.fail(with: nil)
        await bot.advance(by: .seconds(5))

        XCTAssertEqual(early, 0)
        XCTAssertEqual(bot.chat.sent, ["[#general] poll 2026-01-01T00:05:00Z after nothing"])
    }

    func testSlot_runsOnce_whenTheProcessDiesBeforeItIsTaken() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        await bot.advance(by: .minutes(5))
        let schedule = try XCTUnwrap(bot.host.scheduler.schedules.first)
        let run = ScheduledRun(slot: bot.clock.now.addingTimeInterval(300))
        _ = try await bot.store.add(
            run.delivery(of: schedule.bound.row, now: bot.clock.now), startsNow: false)

        let restarted = try await bot.crash(for: .minutes(6))

        let polls = restarted.chat.sent.filter { $0.text.hasPrefix("poll 2026-01-01T00:10") }
        XCTAssertEqual(polls.count, 1, "\(restarted.chat.sent)")
    }

    func testSchedules_runAgain_whenTheClockWasWrongByDays() async throws {
        let bot = try await TestBot(ReminderProbe.self)
        bot.clock.advance(by: .days(30))
        await bot.advance(by: .zero)

        bot.clock.advance(by: .days(-30))
        await bot.advance(by: .zero)
        await bot.advance(by: .minutes(5))

        XCTAssertEqual(
            bot.chat.sent.last?.text, "poll 2026-01-01T00:05:00Z after nothing", "\(bot.chat.sent)")
    }
}
