import TestSupport
import XCTest

@testable import HarkHost

final class DueTableTests: XCTestCase {
    private let start = ContinuousClock.now

    func testNewKey_takesThePlaceOfTheEarliest_whenTheTableIsFull() {
        var table = DueTable<Int>(capacity: 3)
        for (key, seconds) in [(1, 30), (2, 10), (3, 20)] { table[key] = start + .seconds(seconds) }
        table[2] = start + .seconds(40)

        table[4] = start + .seconds(25)
        table[5] = start + .seconds(1)

        XCTAssertEqual((1...5).map { table[$0] != nil }, [true, true, false, false, true])
    }

    func testTable_isAsASortedListWouldBe() {
        var generator = SeededGenerator(seed: 3)
        var table = DueTable<Int>(capacity: 50)
        var list: [(key: Int, due: ContinuousClock.Instant)] = []

        for _ in 0..<1000 {
            let key = Int.random(in: 0..<80, using: &generator)
            let due = start + .seconds(Int.random(in: 0..<1000, using: &generator))
            if let index = list.firstIndex(where: { $0.key == key }) {
                list.remove(at: index)
            } else if list.count == 50 {
                list.removeFirst()
            }
            list.insert((key, due), at: list.firstIndex { $0.due > due } ?? list.endIndex)
            table[key] = due

            XCTAssertEqual(table.count, list.count)
            XCTAssertEqual((0..<80).map { table[$0] }, (0..<80).map { key in list.first { $0.key == key }?.due })
        }
    }
}
