import Hark
import XCTest

import struct FoundationEssentials.Date

final class SlotRuleTests: XCTestCase {
    func testInterval_hasItsMultiplesSince1970() throws {
        let rule = SlotRule(try SlotTimes(.every(.seconds(420))))

        let slots = try rule.slots(after: "1969-12-31T23:53:00Z", to: "1970-01-01T00:07:00Z")
        let latest = rule.latestSlot(upTo: try Date(moment: "1970-01-01T00:06:59.9Z"))

        XCTAssertEqual(slots, ["1970-01-01T00:00:00Z", "1970-01-01T00:07:00Z"])
        XCTAssertEqual(latest, Date(timeIntervalSince1970: 0))
    }

    func testInterval_isRefused_outsideItsBounds() throws {
        let refused: [Duration] = [
            .zero, .seconds(-60), .milliseconds(999), .milliseconds(1500), .seconds(86_401), .days(7),
        ]

        for interval in refused {
            XCTAssertThrowsError(try SlotTimes(.every(interval)), "\(interval)") { error in
                XCTAssertEqual("\(error)", "its interval is not a number of whole seconds from 1 s to 24 h.")
            }
        }
        XCTAssertEqual(try SlotTimes(.every(.seconds(1))), .every(seconds: 1))
        XCTAssertEqual(try SlotTimes(.every(.hours(24))), .every(seconds: 86_400))
    }

    func testZone_isRefused_whenItIsNoName() {
        let refused = ["", "/etc/passwd", "Europe/../Berlin", "Europe//Berlin", "Europe/", "Zürich", "A B", "a\0b"]

        for name in refused {
            XCTAssertThrowsError(try SlotTimes(.cron("@daily", zone: name)), name) { error in
                XCTAssertEqual("\(error)", "“\(name)” is not the name of a time zone, such as Europe/Berlin.")
            }
        }
        for name in ["UTC", "Etc/GMT+5", "America/Port-au-Prince", "America/North_Dakota/Beulah"] {
            XCTAssertNoThrow(try SlotTimes(.cron("@daily", zone: name)), name)
        }
    }

    func testBerlin_hasASlotAtTheEndOfTheGap_andOneInTheRepeatedHour() throws {
        let rule = try SlotRule("30 2 * * *", in: ZoneFile.berlin)

        let spring = try rule.slots(after: "2026-03-28T00:00:00Z", to: "2026-03-30T12:00:00Z")
        let autumn = try rule.slots(after: "2026-10-24T00:00:00Z", to: "2026-10-26T12:00:00Z")

        // On 29 March, clocks go from 2:00 to 3:00; on 25 October, 2:30 is at 0:30 and 1:30 UTC.
        XCTAssertEqual(spring, ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"])
        XCTAssertEqual(autumn, ["2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"])
    }

    func testBerlin_hasEachMomentOnce_whenSeveralTimesAreInTheGap() throws {
        let rule = try SlotRule("*/20 2,3 * * *", in: ZoneFile.berlin)

        let slots = try rule.slots(after: "2026-03-29T00:00:00Z", to: "2026-03-29T12:00:00Z")

        XCTAssertEqual(slots, ["2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z"])
    }

    func testNewYork_keepsTheLocalHour() throws {
        let rule = try SlotRule("0 9 * * 1-5", in: ZoneFile.newYork)

        let spring = try rule.slots(after: "2026-03-06T00:00:00Z", to: "2026-03-10T00:00:00Z")
        let autumn = try rule.slots(after: "2026-10-30T00:00:00Z", to: "2026-11-03T00:00:00Z")

        XCTAssertEqual(spring, ["2026-03-06T14:00:00Z", "2026-03-09T13:00:00Z"])
        XCTAssertEqual(autumn, ["2026-10-30T13:00:00Z", "2026-11-02T14:00:00Z"])
    }

    func testLordHowe_changesByHalfAnHour() throws {
        let rule = try SlotRule("15 2 * * *", in: ZoneFile.lordHowe)
        let quarter = try SlotRule("45 1 * * *", in: ZoneFile.lordHowe)

        // On 4 October, clocks go from 2:00 to 2:30; on 5 April, from 2:00 back to 1:30.
        let spring = try rule.slots(after: "2026-10-03T00:00:00Z", to: "2026-10-05T00:00:00Z")
        let autumn = try quarter.slots(after: "2026-04-04T00:00:00Z", to: "2026-04-06T00:00:00Z")

        XCTAssertEqual(spring, ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"])
        XCTAssertEqual(autumn, ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"])
    }

    func testApia_hasTheSlotOfTheSkippedDay_whenTheNextOneBegins() throws {
        let rule = try SlotRule("0 9 * * *", in: ZoneFile.apia)

        let slots = try rule.slots(after: "2011-12-28T00:00:00Z", to: "2012-01-01T00:00:00Z")

        // 29 December 9:00 at UTC-10, the end of the gap, and 31 December 9:00 at UTC+14.
        XCTAssertEqual(
            slots,
            [
                "2011-12-28T19:00:00Z", "2011-12-29T19:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T19:00:00Z",
                "2011-12-31T19:00:00Z",
            ])
    }

    func testLatestSlot_isTheFirstOfTwo_duringTheRepeatedHour() throws {
        let rule = try SlotRule("*/30 * * * *", in: ZoneFile.berlin)

        let latest = try ["2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z", "2026-10-25T02:00:00Z"].map { moment in
            try XCTUnwrap(rule.latestSlot(upTo: Date(moment: moment))).formatted(.iso8601)
        }

        XCTAssertEqual(latest, ["2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00Z"])
    }

    func testSlots_areNone_millenniaAway() throws {
        let rule = try SlotRule("0 9 * * *", in: ZoneFile.berlin)

        let extremes = [Date.distantFuture.addingTimeInterval(1e300), Date(timeIntervalSince1970: .nan), .distantPast]

        for date in extremes {
            XCTAssertNil(rule.nextSlot(after: date))
            XCTAssertNil(rule.latestSlot(upTo: date))
        }
    }
}
