import XCTest

@testable import HarkClient

final class PendingPingsTests: XCTestCase {
    func testPong_answersThePingsBeforeItsOwnToo() {
        let tokens = (0..<3).map { _ in Poller.shared.makeToken() }
        var pings = PendingPings()
        let numbers = tokens.map { pings.add($0) }

        let answered = pings.answer(numbers[1].networkOrder)

        XCTAssertEqual(Set(answered), Set(tokens[..<2]))
        XCTAssertEqual(numbers.map { pings.contains($0) }, [false, false, true])
        XCTAssertEqual(pings.removeAll(), [tokens[2]])
    }

    func testPong_answersNone_whenNoPingAskedForIt() {
        var pings = PendingPings()
        let number = pings.add(Poller.shared.makeToken())

        for payload in [[], [1], (number + 1).networkOrder, UInt64.max.networkOrder] {
            XCTAssertEqual(pings.answer(payload), [], "\(payload)")
        }
        XCTAssertTrue(pings.contains(number))
    }
}
