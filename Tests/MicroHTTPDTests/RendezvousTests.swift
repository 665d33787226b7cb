import XCTest

@testable import MicroHTTPD

final class RendezvousTests: XCTestCase {
    func testValue_isThere_whenItCameFirst() {
        let rendezvous = Rendezvous<Int>(SuspensionGate())

        rendezvous.put(1)

        XCTAssertEqual(rendezvous.take(), 1)
    }

    func testSecondValue_isRefused() {
        let rendezvous = Rendezvous<Int>(SuspensionGate())
        rendezvous.put(1)

        let isAccepted = rendezvous.put(2)

        XCTAssertFalse(isAccepted)
        XCTAssertEqual(rendezvous.take(), 1)
        XCTAssertFalse(rendezvous.put(3))
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
