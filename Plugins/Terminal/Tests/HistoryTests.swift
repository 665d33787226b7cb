import XCTest

@testable import TerminalPlugin

final class HistoryTests: XCTestCase {
    func testAdd_dropsTheOldest_whenFull() {
        var history = History()

        for number in 0...History.limit { history.add("\(number)") }

        XCTAssertEqual(history.lines.count, History.limit)
        XCTAssertEqual(history.lines.first, "1")
    }

    func testAdd_keepsOneOfEqualNeighbours() {
        var history = History()

        for line in ["a", "a", "", "b", "a"] { history.add(line) }

        XCTAssertEqual(history.lines, ["a", "b", "a"])
    }
}
