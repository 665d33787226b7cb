import Hark
import XCTest

import struct FoundationEssentials.Date

private struct Reminders: Plugin {
    static let manifest = Manifest<Self>(
        name: "reminders", summary: "Reminds people.",
        schedules: [
            .every(.minutes(5), poll), .every(.hours(1), named: "hourly", within: .minutes(2), remind),
            .cron(" 0  9 * * 1-5", in: "Europe/Berlin", remind), .cron("@daily", poll),
        ])

    actor Log {
        var lines: [String] = []
        func add(_ line: String) { lines.append(line) }
    }

    let log = Log()

    init(_ context: PluginContext) {}

    init() {}

    func poll() async { await log.add("poll") }
    func remind(_ run: ScheduledRun) async { await log.add("remind \(run.slot.timeIntervalSince1970)") }
}

final class ScheduleTests: XCTestCase {
    func testName_isThatOfTheSlots_unlessTheRowGivesOne() {
        let names = Reminders.manifest.schedules.map(\.name)

        XCTAssertEqual(names, ["every 5m", "hourly", "0 9 * * 1-5 Europe/Berlin", "@daily"])
    }

    func testTimeLimit_isAMinute_unlessTheRowGivesOne() {
        let limits = Reminders.manifest.schedules.map(\.timeLimit)

        XCTAssertEqual(limits, [.seconds(60), .seconds(120), .seconds(60), .seconds(60)])
    }

    func testMethod_isCalled_withTheRunIfItTakesIt() async throws {
        let plugin = Reminders()

        for schedule in Reminders.manifest.schedules {
            try await schedule.invoke(plugin, ScheduledRun(slot: Date(timeIntervalSince1970: 60)))
        }

        let lines = await plugin.log.lines
        XCTAssertEqual(lines, ["poll", "remind 60.0", "remind 60.0", "poll"])
    }

    func testDurations_areMultiplesOfTheirUnit() {
        let durations: [Duration] = [.minutes(5), .hours(2), .days(1)]

        XCTAssertEqual(durations, [.seconds(300), .seconds(7200), .seconds(86_400)])
    }
}
