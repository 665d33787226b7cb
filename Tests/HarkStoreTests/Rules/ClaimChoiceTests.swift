import HarkStore
import XCTest

import struct FoundationEssentials.Date

final class ClaimChoiceTests: XCTestCase {
    private func due(_ id: Int64, crashes: Int = 0, isRetried: Bool = false) -> DeliveryRecord {
        let date = Date(timeIntervalSince1970: 1_800_000_000)
        return DeliveryRecord(
            id: StoredDeliveryID(rawValue: id), requestID: "r\(id)", origin: .webhook,
            route: StoredRoute(plugin: "ci", label: "POST /ci"), event: nil, key: nil, state: .ready, received: date,
            due: date, started: isRetried ? date : nil, finished: nil, expiry: date, attempt: 0, crashes: crashes,
            generation: 0, outcome: nil, size: 1)
    }

    private func taken(_ choice: ClaimChoice) -> [Int64] { choice.taken.map(\.id.rawValue) }

    func testChoice_keepsEachLimit_whenMoreAreDue() {
        let limits = ClaimLimits(total: 3, retried: 1)
        let due = [
            due(1, isRetried: true), due(2, isRetried: true), due(3, crashes: 1), due(4, crashes: 1), due(5), due(6),
        ]

        let choice = ClaimChoice(limits, among: due)

        XCTAssertEqual(taken(choice), [1, 3, 5])
        XCTAssertTrue(choice.isMoreDue)
        XCTAssertFalse(choice.isIsolatedDue)
    }

    func testChoice_takesAll_whenTheLimitsAllowIt() {
        let choice = ClaimChoice(ClaimLimits(total: 5), among: [due(1), due(2, isRetried: true), due(3, crashes: 1)])

        XCTAssertEqual(taken(choice), [1, 2, 3])
        XCTAssertFalse(choice.isMoreDue)
    }

    func testChoice_takesTheIsolatedOneAlone_whenTheCallerRunsNothingElse() {
        let choice = ClaimChoice(ClaimLimits(total: 5), among: [due(1), due(2, crashes: 2), due(3, crashes: 3)])

        XCTAssertEqual(taken(choice), [2])
        XCTAssertTrue(choice.isMoreDue)
        XCTAssertTrue(choice.isIsolatedDue)
    }

    func testChoice_leavesTheIsolatedOut_whenTheCallerRunsOthers() {
        let limits = ClaimLimits(total: 5, acceptsSuspect: false, acceptsIsolated: false)

        let choice = ClaimChoice(limits, among: [due(1), due(2, crashes: 2)])

        XCTAssertEqual(taken(choice), [1])
        XCTAssertTrue(choice.isMoreDue)
        XCTAssertTrue(choice.isIsolatedDue)
    }

    func testChoice_takesNothing_whenTheLimitIsNegative() {
        let choice = ClaimChoice(ClaimLimits(total: -1), among: [due(1, crashes: 2), due(2)])

        XCTAssertEqual(taken(choice), [])
        XCTAssertTrue(choice.isMoreDue)
        XCTAssertTrue(choice.isIsolatedDue)
    }

    func testCount_isOneMoreThanMayRun_upToABound() {
        XCTAssertEqual(ClaimChoice.count(of: .fresh, for: ClaimLimits(total: 4, retried: 2)), 5)
        XCTAssertEqual(ClaimChoice.count(of: .retried, for: ClaimLimits(total: 4, retried: 2)), 3)
        XCTAssertEqual(ClaimChoice.count(of: .suspect, for: ClaimLimits(total: 4)), 2)
        XCTAssertEqual(ClaimChoice.count(of: .fresh, for: ClaimLimits(total: .max)), 1001)
        XCTAssertEqual(ClaimChoice.count(of: .fresh, for: ClaimLimits(total: .min)), 1)
    }
}
