import HarkStore
import XCTest

final class ReplayRulesTests: XCTestCase {
    func testRepetition_replaysWhatFailed_ifItsRequestIsStored() {
        for state in [DeliveryState.dead, .quarantined, .cancelled] {
            XCTAssertEqual(RepetitionDecision(of: state, hasRequest: true, origin: .webhook), .replay)
            XCTAssertEqual(RepetitionDecision(of: state, hasRequest: false, origin: .webhook), .new)
        }
    }

    func testRepetition_isADuplicate_whenTheFirstOneDidNotFailOrIsASlot() {
        for state in [DeliveryState.ready, .waiting, .running, .done, .superseded, .homeless] {
            XCTAssertEqual(RepetitionDecision(of: state, hasRequest: true, origin: .webhook), .duplicate)
            XCTAssertEqual(RepetitionDecision(of: state, hasRequest: false, origin: .webhook), .duplicate)
        }
        XCTAssertEqual(RepetitionDecision(of: .dead, hasRequest: true, origin: .schedule), .duplicate)
        XCTAssertEqual(RepetitionDecision(of: .dead, hasRequest: false, origin: .schedule), .duplicate)
    }

    func testReplay_restartsWhatHasEnded_andMakesWhatWaitsDue() {
        let decisions = DeliveryState.allCases.map { ReplayDecision(of: $0) }

        XCTAssertEqual(
            Dictionary(zip(DeliveryState.allCases, decisions)) { $1 },
            [
                .ready: .makeDue, .waiting: .makeDue, .running: .leave, .homeless: .leave, .done: .restart,
                .superseded: .restart, .cancelled: .restart, .dead: .restart, .quarantined: .restart,
            ])
    }

    func testCancellation_isPossible_whileADeliveryHasNotBegun() {
        XCTAssertEqual(DeliveryState.allCases.filter(\.isCancellable), [.ready, .waiting, .homeless])
    }

    func testRestart_waitsForItsKeyOrItsRoute() {
        XCTAssertEqual(DeliveryState(restartedWithKey: false, isRoutePresent: true), .ready)
        XCTAssertEqual(DeliveryState(restartedWithKey: true, isRoutePresent: true), .waiting)
        XCTAssertEqual(DeliveryState(restartedWithKey: true, isRoutePresent: false), .homeless)
    }

    func testStoredNames_areShownAsHarmless_whenANewerBinaryWroteThem() {
        XCTAssertEqual(DeliveryState(stored: "done"), .done)
        XCTAssertEqual(DeliveryState(stored: "new"), .dead)
        XCTAssertEqual(DeliveryOrigin(stored: "schedule"), .schedule)
        XCTAssertEqual(DeliveryOrigin(stored: "new"), .webhook)
        XCTAssertEqual(StoredMessageState(stored: "sent"), .sent)
        XCTAssertEqual(StoredMessageState(stored: "new"), .dropped)
    }
}
