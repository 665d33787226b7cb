import Hark
import XCTest

final class RateLimitTests: XCTestCase {
    func testSettingText_readsAndWritesRates() throws {
        let texts = ["60/1m", "10/1s", "1000/1h", "1/100ms", "1000000/1d"]

        let limits = try texts.map(RateLimit.init(settingText:))

        XCTAssertEqual(limits.first, RateLimit(60, per: .seconds(60)))
        XCTAssertEqual(limits.map(\.settingText), texts)
    }

    func testSettingText_refusesEverythingElse() {
        let texts = [
            "", "60", "60/", "/1m", "60/m", "60/1", "0/1m", "-1/1m", "1000001/1m", "1/99ms", "1/25h", "1/0s", "1.5/1s",
            "60/1m/1m", "60 / 1m", "60/-1m",
        ]

        for text in texts {
            XCTAssertThrowsError(try RateLimit(settingText: text), text) {
                XCTAssertEqual($0 as? SettingMismatch, SettingMismatch(expected: "a rate such as 60/1m"))
            }
        }
    }

    func testRate_isSound_onlyWithinTheBoundsOfBoth() {
        let sound = [RateLimit(1, per: .milliseconds(100)), RateLimit(1_000_000, per: .seconds(86_400))]
        let unsound = [
            RateLimit(0, per: .seconds(1)), RateLimit(1_000_001, per: .seconds(1)),
            RateLimit(1, per: .milliseconds(99)), RateLimit(1, per: .seconds(86_401)),
        ]

        XCTAssertEqual(sound.map(\.isSound), [true, true])
        XCTAssertEqual(unsound.map(\.isSound), [false, false, false, false])
    }
}
