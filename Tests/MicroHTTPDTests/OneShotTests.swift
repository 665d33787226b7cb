import XCTest

@testable import MicroHTTPD

final class OneShotTests: XCTestCase {
    func testValue_isThere_whenItCameFirst() {
        let handoff = OneShot<Int>(SuspensionGate())

        handoff.put(1)

        XCTAssertEqual(handoff.take(), 1)
    }

    func testSecondValue_isRefused() {
        let handoff = OneShot<Int>(SuspensionGate())
        handoff.put(1)

        let isAccepted = handoff.put(2)

        XCTAssertFalse(isAccepted)
        XCTAssertEqual(handoff.take(), 1)
        XCTAssertFalse(handoff.put(3))
    }

    func testGate_countsWhoIsInside() {
        let gate = SuspensionGate()

        XCTAssertTrue(gate.enter())
        XCTAssertTrue(gate.enter())
        gate.leave()

        XCTAssertEqual(gate.count, 1)
    }

    func testGate_letsNobodyIn_onceItIsClosed() {
        let gate = SuspensionGate()
        XCTAssertTrue(gate.enter())

        gate.close()

        XCTAssertFalse(gate.enter())
        XCTAssertEqual(gate.count, 1)
    }
}
