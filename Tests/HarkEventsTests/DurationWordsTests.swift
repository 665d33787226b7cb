import HarkEvents
import XCTest

final class DurationWordsTests: XCTestCase {
    func testWords_sayADurationInItsTwoLargestUnits() {
        let durations: [Duration] = [.milliseconds(5900), .seconds(65), .seconds(7320)]

        let words = durations.map { duration -> ChatText in "done\(duration, after: " in ")" }

        XCTAssertEqual(words.map(\.plain), ["done in 5 s", "done in 1 min 5 s", "done in 2 h 2 min"])
    }

    func testWords_sayNothing_whenADurationIsUnknownOrLessThanASecond() {
        let durations: [Duration?] = [nil, .milliseconds(999), .seconds(-5)]

        let words = durations.map { duration -> ChatText in "done\(duration, after: " in ")" }

        XCTAssertEqual(words.map(\.plain), ["done", "done", "done"])
    }

    func testElapsed_isFromOneMomentToTheOther() {
        let facts = PayloadView(["started": "2026-01-01T00:00:00.250Z", "stopped": "2026-01-01T01:01:00+01:00"])

        XCTAssertEqual(facts.started.elapsed(until: facts.stopped), .seconds(59.75))
    }

    func testElapsed_isUnknown_whenAMomentIsMissingOrMakesNoSense() {
        let facts = PayloadView(["started": "2026-01-01T00:00:00Z", "stopped": "2025-01-01T00:00:00Z", "other": "soon"])

        XCTAssertNil(facts.started.elapsed(until: facts.stopped))
        XCTAssertNil(facts.started.elapsed(until: facts.other))
        XCTAssertNil(facts.nothing.elapsed(until: facts.started))
    }
}
