import XCTest

@testable import HarkEvents

final class ExpiringTableTests: XCTestCase {
    private let start = ContinuousClock.now

    func testValue_isForgotten_afterItsTime() {
        var table = ExpiringTable<Int, String>(capacity: 2, lifetime: .seconds(10))

        table.set("a", for: 1, at: start)

        XCTAssertEqual(table.value(of: 1, at: start + .seconds(9)), "a")
        XCTAssertNil(table.value(of: 1, at: start + .seconds(10)))
    }

    func testOldestValue_isReplaced_whenTheTableIsFull() {
        var table = ExpiringTable<Int, String>(capacity: 2, lifetime: .seconds(10))

        table.set("a", for: 1, at: start)
        table.set("b", for: 2, at: start)
        table.set("A", for: 1, at: start)
        table.set("c", for: 3, at: start)

        XCTAssertEqual([1, 2, 3].map { table.value(of: $0, at: start) }, ["A", nil, "c"])
    }
}
