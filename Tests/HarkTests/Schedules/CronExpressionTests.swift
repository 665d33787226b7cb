import Hark
import XCTest

import struct FoundationEssentials.Date

final class CronExpressionTests: XCTestCase {
    func testExpression_hasTheTimesOfItsFields() throws {
        let expected = [
            "30 4 * * *": ["2026-05-01T04:30:00Z", "2026-05-02T04:30:00Z"],
            "0 22-23 1 * *": ["2026-05-01T22:00:00Z", "2026-05-01T23:00:00Z", "2026-06-01T22:00:00Z"],
            "20-40/10 8 * 6 *": ["2026-06-01T08:20:00Z", "2026-06-01T08:30:00Z", "2026-06-01T08:40:00Z"],
            "*/25 0 * * *": ["2026-05-01T00:25:00Z", "2026-05-01T00:50:00Z", "2026-05-02T00:00:00Z"],
            "5,10,5 12,0 * * *": ["2026-05-01T00:05:00Z", "2026-05-01T00:10:00Z", "2026-05-01T12:05:00Z"],
            "0 9 * * Mon-WED": ["2026-05-04T09:00:00Z", "2026-05-05T09:00:00Z", "2026-05-06T09:00:00Z"],
            "0 9 * * sat-sun": ["2026-05-02T09:00:00Z", "2026-05-03T09:00:00Z", "2026-05-09T09:00:00Z"],
            "0 9 * * 7": ["2026-05-03T09:00:00Z", "2026-05-10T09:00:00Z"],
            "0 9 * * 0": ["2026-05-03T09:00:00Z", "2026-05-10T09:00:00Z"],
            "0 9 1 jan,JUL *": ["2026-07-01T09:00:00Z", "2027-01-01T09:00:00Z"],
            "\t0  9 31 * * ": ["2026-05-31T09:00:00Z", "2026-07-31T09:00:00Z", "2026-08-31T09:00:00Z"],
            "0 0 29 2 *": ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"],
        ]

        for (expression, slots) in expected {
            let rule = SlotRule(try SlotTimes(.cron(expression, zone: "UTC")))
            let found = try rule.slots(after: "2026-05-01T00:00:00Z", to: slots[slots.count - 1])
            XCTAssertEqual(found, slots, expression)
        }
    }

    func testAbbreviations_standForExpressions() throws {
        let pairs = [
            "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
            "@yearly": "0 0 1 1 *",
        ]

        for (short, long) in pairs {
            XCTAssertEqual(try CronExpression(parsing: short), try CronExpression(parsing: long), short)
        }
    }

    func testDay_isEitherOne_whenBothFieldsAreRestricted() throws {
        // The example of crontab(5): "4:30 am on the 1st and 15th of each month, plus every Friday".
        let rule = SlotRule(try SlotTimes(.cron("30 4 1,15 * 5", zone: "UTC")))

        let slots = try rule.slots(after: "2026-04-30T12:00:00Z", to: "2026-05-20T00:00:00Z")

        XCTAssertEqual(slots, ["01", "08", "15"].map { "2026-05-\($0)T04:30:00Z" })
    }

    func testDay_isInBothFields_whenOneBeginsWithAStar() throws {
        // The first Sunday of each month.
        let rule = SlotRule(try SlotTimes(.cron("0 12 1-7 * */7", zone: "UTC")))

        let slots = try rule.slots(after: "2026-05-01T00:00:00Z", to: "2026-08-01T00:00:00Z")

        XCTAssertEqual(slots, ["2026-05-03T12:00:00Z", "2026-06-07T12:00:00Z", "2026-07-05T12:00:00Z"])
    }

    func testSlots_areFound_acrossACenturyWithoutALeapDay() throws {
        let rule = SlotRule(try SlotTimes(.cron("0 0 29 2 */7", zone: "UTC")))

        let slots = try rule.slots(after: "2087-01-01T00:00:00Z", to: "2130-01-01T00:00:00Z")
        let latest = rule.latestSlot(upTo: try Date(moment: "2127-12-31T00:00:00Z"))

        XCTAssertEqual(slots, ["2088-02-29T00:00:00Z", "2128-02-29T00:00:00Z"])
        XCTAssertEqual(latest, try Date(moment: "2088-02-29T00:00:00Z"))
    }

    func testExpression_isRefusedWithItsPlace_whenItIsInvalid() {
        let faults = [
            "": "the expression is empty; write five fields, such as “0 9 * * 1-5”.",
            " \t": "the expression is empty; write five fields, such as “0 9 * * 1-5”.",
            "0 9 * *": "the expression has 4 fields; write five: minute, hour, day of month, month, day of week.",
            "0 0 9 * * *": "the expression has 6 fields; write five: minute, hour, day of month, month, day of week.",
            "noon": "the expression has 1 field; write five: minute, hour, day of month, month, day of week.",
            "@noon": "“@noon” is not one of @hourly, @daily, @weekly, @monthly, @yearly.",
            "@daily 5": "“@daily 5” is not one of @hourly, @daily, @weekly, @monthly, @yearly.",
            "60 9 * * *": "the minute “60” is not a number from 0 to 59.",
            "0 24 * * *": "the hour “24” is not a number from 0 to 23.",
            "0 9 0 * *": "the day of month “0” is not a number from 1 to 31.",
            "0 9 * 13 *": "the month “13” is not a number from 1 to 12, or a name such as feb.",
            "0 9 * * 8": "the day of week “8” is not a number from 0 to 7, or a name such as mon.",
            "0 9 * * monday": "the day of week “monday” is not a number from 0 to 7, or a name such as mon.",
            "0 9 ? * *": "the day of month “?” is not a number from 1 to 31.",
            "-1 9 * * *": "the minute has an empty part.",
            "+1 9 * * *": "the minute “+1” is not a number from 0 to 59.",
            "0 ١ * * *": "the hour “١” is not a number from 0 to 23.",
            "99999999999999999999 9 * * *": "the minute “99999999999999999999” is not a number from 0 to 59.",
            "1,,2 9 * * *": "the minute has an empty part.",
            "0 17-9 * * *": "the hour “17-9” ends before it begins.",
            "0 9-17-18 * * *": "the hour “17-18” is not a number from 0 to 23.",
            "5/10 9 * * *": "the minute “5/10” is a step without a range; write 5-59/10.",
            "*/0 9 * * *": "the minute “*/0” has a step that is not 1 to 60.",
            "*/90 * * * *": "the minute “*/90” has a step that is not 1 to 60.",
            "*/ * * * *": "the minute “*/” has a step that is not 1 to 60.",
            "*/5/5 * * * *": "the minute “*/5/5” has a step that is not 1 to 60.",
            "0 0 31 2 *": "the month “2” has no day of month “31”, so it never runs.",
            "0 0 31 4,jun,9,11 *": "the month “4,jun,9,11” has no day of month “31”, so it never runs.",
            "0 0 30-31 feb */2": "the month “feb” has no day of month “30-31”, so it never runs.",
        ]

        for (expression, reason) in faults {
            XCTAssertThrowsError(try CronExpression(parsing: expression), expression) { error in
                XCTAssertEqual("\(error)", reason)
            }
        }
    }

    func testImpossibleDay_isAccepted_whenADayOfTheWeekIsEnough() throws {
        let rule = SlotRule(try SlotTimes(.cron("0 0 31 2 fri", zone: "UTC")))

        let slot = rule.nextSlot(after: try Date(moment: "2026-05-01T00:00:00Z"))

        XCTAssertEqual(slot, try Date(moment: "2027-02-05T00:00:00Z"))
    }
}
