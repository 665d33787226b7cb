import XCTest

@testable import HarkHost

final class LeastRecentlyUsedTests: XCTestCase {
    /// Which of the keys a table holds: those whose value is not the default. Every look is at a copy.
    private func held<Key>(_ keys: some Sequence<Key>, by table: LeastRecentlyUsed<Key, Bool>) -> [Key] {
        keys.filter { key in
            var copy = table
            return copy.update(key, default: false) { $0 }
        }
    }

    private func use<Key>(_ keys: some Sequence<Key>, of table: inout LeastRecentlyUsed<Key, Bool>) {
        for key in keys { table.update(key, default: false) { $0 = true } }
    }

    func testUpdate_keepsValues_andStartsNewOnesWithTheDefault() {
        var table = LeastRecentlyUsed<String, Int>(capacity: 2)

        let values = ["a", "a", "b", "a"].map { key in
            table.update(key, default: 0) { value in
                value += 1
                return value
            }
        }

        XCTAssertEqual(values, [1, 2, 1, 3])
    }

    func testUpdate_replacesTheKeyUsedTheLongestTimeAgo_whenFull() {
        var table = LeastRecentlyUsed<String, Bool>(capacity: 2)

        use(["a", "b", "a", "c"], of: &table)

        XCTAssertEqual(held(["a", "b", "c"], by: table), ["a", "c"])
    }

    func testUpdate_holdsOneKey_whenTheCapacityIsNone() {
        var table = LeastRecentlyUsed<Int, Bool>(capacity: 0)

        use(1...3, of: &table)

        XCTAssertEqual(held(1...3, by: table), [3])
    }

    func testUpdate_neverHoldsMoreThanItsCapacity_forAMillionKeys() {
        var table = LeastRecentlyUsed<Int, Bool>(capacity: 100)

        use(0..<1_000_000, of: &table)

        XCTAssertEqual(held(999_000..<1_000_000, by: table), Array(999_900..<1_000_000))
        XCTAssertEqual(held(0..<1000, by: table), [])
    }

    func testUpdate_doesWhatAPlainListDoes_forEverySequenceOfSevenUses() {
        for sequence in 0..<(1 << 14) {
            let keys = (0..<7).map { sequence >> (2 * $0) & 3 }
            for capacity in 1...3 {
                var table = LeastRecentlyUsed<Int, Bool>(capacity: capacity)
                var recent: [Int] = []

                use(keys, of: &table)
                for key in keys { recent = Array(([key] + recent.filter { $0 != key }).prefix(capacity)) }

                XCTAssertEqual(held(0..<4, by: table), recent.sorted(), "\(keys)")
            }
        }
    }
}
