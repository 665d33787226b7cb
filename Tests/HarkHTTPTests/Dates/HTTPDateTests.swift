import FoundationEssentials
import HarkHTTP
import TestSupport
import XCTest

final class HTTPDateTests: XCTestCase {
    private let now = Date(timeIntervalSince1970: 1_777_777_777)  // In 2026.

    func testParsing_readsTheThreeForms() {
        let texts = [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ]

        for text in texts { XCTAssertEqual(HTTPDate(parsing: text, now: now)?.secondsSince1970, 784_111_777, text) }
    }

    func testParsing_isNil_forAnythingElse() {
        let texts = [
            "", "0", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
            "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 29 Feb 1900 08:49:37 GMT", "Foo, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
        ]

        for text in texts { XCTAssertNil(HTTPDate(parsing: text, now: now), text) }
    }

    func testParsing_takesTwoDigitYears_atMostFiftyYearsAhead() {
        let table = [("76", "2076"), ("77", "1977"), ("26", "2026"), ("00", "2000"), ("99", "1999")]

        for (digits, year) in table {
            let date = HTTPDate(parsing: "Monday, 01-Jan-\(digits) 00:00:00 GMT", now: now)

            XCTAssertEqual(date?.description.contains(" Jan \(year) "), true, digits)
        }
    }

    func testDescription_knowsTheCalendar() {
        let table = [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
            (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (.min, "Sat, 01 Jan 0000 00:00:00 GMT"),
        ]

        for (seconds, text) in table { XCTAssertEqual(HTTPDate(secondsSince1970: seconds).description, text) }
    }

    func testDescription_parsesAsTheSameDate() {
        var generator = SeededGenerator(seed: 5)

        for _ in 0..<5000 {
            let seconds = Int.random(in: -62_167_219_200...253_402_300_799, using: &generator)

            XCTAssertEqual(
                HTTPDate(parsing: "\(HTTPDate(secondsSince1970: seconds))", now: now)?.secondsSince1970, seconds)
        }
    }

    func testInit_dropsTheFraction_andSurvivesAnyDate() {
        let dates: [(Double, Int)] = [
            (1.9, 1), (-0.1, -1), (1e300, 253_402_300_799), (-.infinity, -62_167_219_200), (.nan, 253_402_300_799),
        ]

        for (interval, seconds) in dates {
            XCTAssertEqual(HTTPDate(Date(timeIntervalSince1970: interval)).secondsSince1970, seconds)
        }
    }
}
