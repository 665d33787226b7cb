import XCTest

@testable import HarkStore

final class UnseenTimesTests: XCTestCase {
    func testTime_isEarlierByWhatNobodySaw() {
        let unseen = UnseenTimes([("unseen until 500", 200), ("unseen until 1000", 300)], now: 2000)

        let times = [500, 1100, 1300].map { unseen.time(.milliseconds($0), before: 2000) }

        XCTAssertEqual(times, [1500, 600, 200])
    }

    func testTimesThatEndLater_areLeftOut() {
        let unseen = UnseenTimes([("unseen until 2001", 300), ("unseen until nobody knows", 300)], now: 2000)

        XCTAssertEqual(unseen.time(.milliseconds(500), before: 2000), 1500)
    }

    func testNames_areThoseOfTimesThatAreStillToCome() {
        let names = ["unseen until 1999", "unseen until 2001", "unseen until nobody knows"]

        XCTAssertEqual(UnseenTimes.names(names, after: 2000), ["unseen until 2001"])
    }

    func testForgotten_areThoseOfMoreThanAYearAgo() {
        let day: Int64 = 86_400_000
        let unseen = UnseenTimes([("unseen until 1", 1), ("unseen until \(day)", 1)], now: 401 * day)

        XCTAssertEqual(unseen.forgotten(at: 401 * day), ["unseen until 1"])
    }
}
