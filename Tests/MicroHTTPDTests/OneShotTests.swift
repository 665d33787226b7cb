import XCTest

@testable import MicroHTTPD

final class OneShotTests: XCTestCase {
    func testValue_isThere_whenItCameFirst() {
        let oneShot = OneShot<Int>(SuspensionGate())

        oneShot.put(1)

        XCTAssertEqual(oneShot.take(), 1)
    }

    func testSecondValue_isRefused() {
        let oneShot = OneShot<Int>(SuspensionGate())
        oneShot.put(1)

        let isAccepted = oneShot.put(2)

        XCTAssertFalse(isAccepted)
        XCTAssertEqual(oneShot.take(), 1)
        XCTAssertFalse(oneShot.put(3))
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
