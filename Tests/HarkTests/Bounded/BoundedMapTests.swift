import Hark
import TestSupport
import XCTest

final class BoundedMapTests: XCTestCase {
    func testMap_forgetsTheKeyThatWasSetLongestAgo_whenItIsFull() {
        var map = BoundedMap<Int, String>(limit: 2)
        map[1] = "one"
        map[2] = "two"
        map[1] = "one again"

        map[3] = "three"

        XCTAssertEqual([map[1], map[2], map[3]], ["one again", nil, "three"])
        XCTAssertEqual(map.keys, [1, 3])
    }

    func testMap_hasRoom_forEachKeyThatIsRemoved() {
        var map = BoundedMap<Int, Int>(limit: 2)
        map[1] = 1
        map[2] = 2
        map[1] = nil

        map[3] = 3

        XCTAssertEqual(map.keys, [2, 3])
    }

    func testMap_losesTheValuesThatAreRemoved_andHasRoomThen() {
        var map = BoundedMap<Int, String>(limit: 3)
        for key in 1...3 { map[key] = key == 2 ? "kept" : "gone" }

        map.removeAll { $0 == "gone" }
        for key in 4...5 { map[key] = "new" }

        XCTAssertEqual(map.keys, [2, 4, 5])
    }

    func testMap_isAsAListOfPairsWouldBe() {
        var map = BoundedMap<Int, Int>(limit: 5)
        var pairs: [(key: Int, value: Int)] = []
        var random = SeededGenerator(seed: 1)

        for step in 0..<5000 {
            let key = Int.random(in: 0..<9, using: &random)
            pairs.removeAll { $0.key == key }
            if Int.random(in: 0..<4, using: &random) > 0 {
                pairs.append((key, step))
                map[key] = step
            } else {
                map[key] = nil
            }
            if pairs.count > 5 { pairs.removeFirst() }

            XCTAssertEqual(map.keys, pairs.map(\.key))
            XCTAssertEqual((0..<9).map { map[$0] }, (0..<9).map { key in pairs.last { $0.key == key }?.value })
        }
    }

    func testSet_forgetsTheOldestMember_whichIsNewAgainThen() {
        var set = BoundedSet<String>(limit: 2)

        let news = ["a", "b", "a", "c", "a"].map { set.insert($0) }

        XCTAssertEqual(news, [true, true, false, true, true])
        XCTAssertTrue(set.contains("c"))
        XCTAssertFalse(set.contains("b"))
    }
}
