import XCTest

@testable import HarkEvents

final class LookupGuardTests: XCTestCase {
    private let start = ContinuousClock.now

    func testRequests_areLimited() {
        var lookups = LookupGuard()

        let atOnce = (0..<20).filter { _ in lookups.admit(at: start) }.count
        let later = (0..<20).filter { _ in lookups.admit(at: start + LookupGuard.pace.interval) }.count

        XCTAssertEqual(atOnce, LookupGuard.pace.burst)
        XCTAssertEqual(later, 1)
    }

    func testRequests_pause_asLongAsTheProviderWants() {
        var lookups = LookupGuard()

        lookups.noteLimit(90, at: start)

        XCTAssertFalse(lookups.admit(at: start + .seconds(89)))
        XCTAssertTrue(lookups.admit(at: start + .seconds(90)))
    }

    func testPause_isBounded_whateverTheProviderWants() {
        let waits = [Int.min, -1, 0, 1, Int.max].map { seconds in
            var lookups = LookupGuard()
            lookups.noteLimit(seconds, at: start)
            return (1...3_600).first { lookups.admit(at: start + .seconds($0)) }
        }

        XCTAssertEqual(waits, [1, 1, 1, 1, 3_600])
    }

    func testPause_isNotShortened_byALaterFailure() {
        var lookups = LookupGuard()

        lookups.noteLimit(nil, at: start)
        lookups.noteFailure(at: start)

        XCTAssertTrue(lookups.isPaused(at: start + .seconds(59)))
        XCTAssertFalse(lookups.isPaused(at: start + LookupGuard.limitPause))
    }

    func testRefusal_isReportedOnce_untilTheTokenWasAccepted() {
        var lookups = LookupGuard()

        let first = [lookups.noteRefusal(at: start), lookups.noteRefusal(at: start)]
        lookups.noteSuccess()
        let second = lookups.noteRefusal(at: start)

        XCTAssertEqual(first, [true, false])
        XCTAssertTrue(second)
    }
}
