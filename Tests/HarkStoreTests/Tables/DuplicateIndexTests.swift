import XCTest

@testable import HarkStore

final class DuplicateIndexTests: XCTestCase {
    private let hour: Int64 = 3_600_000

    func testDeliveries_areFound_amongThousands() {
        let stored = (1...2000).map { (key: UInt128($0) << 64 | UInt128($0), id: Int64($0), until: hour) }
        var index = DuplicateIndex(stored)

        for number in 2001...5000 {
            index.add(UInt128(number) << 64 | UInt128(number), id: Int64(number), until: hour)
        }

        for number in [1, 1000, 2000, 2001, 3500, 4999, 5000] {
            let found = index.candidates(for: UInt128(number) << 64 | UInt128(number))
            XCTAssertEqual(found, [Int64(number)])
        }
        XCTAssertEqual(index.candidates(for: 5001), [])
    }

    func testDeliveries_withKeysThatEndAlike_areAllCandidates_theNewestFirst() {
        let one: UInt128 = 1 << 64 | 7
        let other: UInt128 = 2 << 64 | 7
        var index = DuplicateIndex([(key: one, id: 1, until: hour), (key: other, id: 2, until: hour)])

        index.add(one, id: 3, until: hour)

        XCTAssertEqual(index.candidates(for: one), [3, 2, 1])
        XCTAssertEqual(index.candidates(for: other), [2, 1])
    }

    func testDeliveries_areForgotten_whenTheirHourIsOver() {
        var index = DuplicateIndex([(key: 1, id: 1, until: 5 * hour), (key: 2, id: 2, until: 7 * hour)])
        index.add(3, id: 3, until: 5 * hour)
        index.add(4, id: 4, until: 7 * hour)

        index.forget(until: 6 * hour)

        XCTAssertEqual((1...4).map { index.candidates(for: UInt128($0)) }, [[], [2], [], [4]])
    }
}
