import Foundation
import Hark
import XCTest

/// Compares the slots with those of a search that looks at every minute, with the offsets of Foundation.
final class SlotSearchTests: XCTestCase {
    private typealias Match = (CalendarDate) -> Bool

    /// Expressions with what they mean.
    private let expressions: KeyValuePairs<String, Match> = [
        "*/30 1-3 * * *": { $0.minute.isMultiple(of: 30) && 1...3 ~= $0.hour },
        "30 2 * * *": { $0.minute == 30 && $0.hour == 2 },
        "10,40 0-3 * * 1-5": { [10, 40].contains($0.minute) && $0.hour < 4 && 1...5 ~= $0.weekday },
        "0 9 13 * 5": { $0.minute == 0 && $0.hour == 9 && ($0.day == 13 || $0.weekday == 5) },
        "45 1 1-7 4,10 */7": {
            $0.minute == 45 && $0.hour == 1 && $0.day < 8 && [4, 10].contains($0.month) && $0.weekday == 0
        },
        "59 23 29-31 dec,feb *": { $0.minute == 59 && $0.hour == 23 && $0.day > 28 && [2, 12].contains($0.month) },
    ]

    func testBerlin_hasTheSlotsOfASearch() throws {
        try check(ZoneFile.berlin, "Europe/Berlin", from: "2027-06-01T00:00:00Z")
    }

    func testNewYork_hasTheSlotsOfASearch() throws {
        try check(ZoneFile.newYork, "America/New_York", from: "2023-06-01T00:00:00Z")
    }

    func testLordHowe_hasTheSlotsOfASearch() throws {
        try check(ZoneFile.lordHowe, "Australia/Lord_Howe", from: "2023-06-01T00:00:00Z")
    }

    func testApia_hasTheSlotsOfASearch() throws {
        try check(ZoneFile.apia, "Pacific/Apia", from: "2011-05-01T00:00:00Z", days: 500)
    }

    private func check(_ file: [UInt8], _ name: String, from start: String, days: Int = 731) throws {
        let zone = try XCTUnwrap(TimeZone(identifier: name))
        let start = Int(try Date(moment: start).timeIntervalSince1970)
        let found = search(zone, from: start, to: start + days * 86_400)

        for (position, expression) in expressions.map(\.key).enumerated() {
            let rule = try SlotRule(expression, in: file)
            let forwards = slots(of: rule, after: start, to: start + days * 86_400)
            let backwards = slots(of: rule, before: start + days * 86_400, to: start)
            XCTAssertGreaterThan(found[position].count, 0, expression)
            for slots in [forwards, backwards.reversed()] {
                let difference = zip(slots, found[position]).first { $0 != $1 }
                XCTAssertNil(difference, expression)
                XCTAssertEqual(slots.count, found[position].count, expression)
            }
        }
    }

    private func slots(of rule: SlotRule, after start: Int, to end: Int) -> [Int] {
        var (slots, last) = ([Int](), Date(timeIntervalSince1970: Double(start)))
        while let slot = rule.nextSlot(after: last), Int(slot.timeIntervalSince1970) <= end {
            slots.append(Int(slot.timeIntervalSince1970))
            last = slot
        }
        return slots
    }

    private func slots(of rule: SlotRule, before end: Int, to start: Int) -> [Int] {
        var (slots, last) = ([Int](), Date(timeIntervalSince1970: Double(end)))
        while let slot = rule.latestSlot(upTo: last), Int(slot.timeIntervalSince1970) > start {
            slots.append(Int(slot.timeIntervalSince1970))
            last = slot.addingTimeInterval(-1)
        }
        return slots
    }

    /// For each expression, the minutes at which local clocks reach a time of it for the first time.
    private func search(_ zone: TimeZone, from start: Int, to end: Int) -> [[Int]] {
        let matches = expressions.map(\.value)
        var slots = [[Int]](repeating: [], count: matches.count)
        var day = CalendarDate(secondsSince1970: 0)
        // What the clocks have shown already.
        var highest = start + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(start)))
        var offset = 0
        for time in stride(from: start, through: end, by: 60) {
            if time.isMultiple(of: 900) {
                offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time)))
            }
            while highest < time + offset {
                highest += 60
                let (hour, minute) = (highest / 3600 % 24, highest / 60 % 60)
                if hour == 0, minute == 0 || day.year == 1970 { day = CalendarDate(secondsSince1970: highest) }
                day.hour = hour
                day.minute = minute
                for position in matches.indices where matches[position](day) && slots[position].last != time {
                    slots[position].append(time)
                }
            }
        }
        return slots
    }
}
