import XCTest

@testable import HarkStore

final class KeyDecisionTests: XCTestCase {
    private let running = KeyDecision.Active(id: 1, isRunning: true, due: 900)
    private let due = KeyDecision.Active(id: 1, isRunning: false, due: 1000)
    private let delayed = KeyDecision.Active(id: 1, isRunning: false, due: 1001)

    private func decision(
        _ policy: StoredKeyPolicy, _ active: KeyDecision.Active?, waitingBurst: Int64? = nil, startsNow: Bool = true
    ) -> KeyDecision {
        KeyDecision(policy: policy, active: active, waitingBurst: waitingBurst, startsNow: startsNow, now: 1000)
    }

    func testDecision_startsOrIsReady_whenItsKeyIsFree() {
        for policy in [StoredKeyPolicy.serial, .latest, .first] {
            XCTAssertEqual(decision(policy, nil).state, .running)
            XCTAssertEqual(decision(policy, nil, startsNow: false).state, .ready)
            XCTAssertEqual(decision(policy, nil).due, 1000)
        }
    }

    func testDecision_waitsOrGivesUp_whenItsKeyIsBusy() {
        for active in [running, due, delayed] {
            XCTAssertEqual(decision(.serial, active).state, .waiting)
            XCTAssertEqual(decision(.first, active).state, .superseded)
            XCTAssertFalse(decision(.serial, active).supersedesWaiting)
            XCTAssertFalse(decision(.first, active).supersedesWaiting)
        }
    }

    func testLatest_supersedesTheWaitingAlone_whenTheActiveOneIsDueOrRuns() {
        for active in [running, due] {
            let decision = decision(.latest, active)

            XCTAssertEqual(decision.state, .waiting)
            XCTAssertTrue(decision.supersedesWaiting)
            XCTAssertFalse(decision.supersedesActive)
        }
    }

    func testLatest_takesThePlace_whenTheActiveOneIsNotDue() {
        let decision = decision(.latest, delayed)

        XCTAssertEqual(decision.state, .running)
        XCTAssertTrue(decision.supersedesActive)
        XCTAssertTrue(decision.supersedesWaiting)
    }

    func testDebounced_isDueAfterItsDelay_andNeverAfterTheLimit() {
        let policy = StoredKeyPolicy.debounced(delay: .milliseconds(50), limit: .milliseconds(120))
        var burst = delayed

        for (began, expected) in [(990, 1050), (940, 1050), (920, 1040), (800, 1000), (2000, 1050)] as [(Int64, Int64)]
        {
            burst.burst = began
            XCTAssertEqual(decision(policy, burst).due, expected)
            XCTAssertEqual(decision(policy, burst).burst, min(began, 1000))
        }
    }

    func testDebounced_beginsABurst_whenTheActiveOneRuns() {
        let policy = StoredKeyPolicy.debounced(delay: .milliseconds(50), limit: .milliseconds(120))
        var active = running
        active.burst = 900

        XCTAssertEqual(decision(policy, active).burst, 1000)
        XCTAssertEqual(decision(policy, active, waitingBurst: 910).burst, 910)
        XCTAssertEqual(decision(policy, active).state, .waiting)
    }

    func testDebounced_startsAtOnce_whenItHasNoDelay() {
        let policy = StoredKeyPolicy.debounced(delay: .zero, limit: .zero)

        XCTAssertEqual(decision(policy, nil).state, .running)
        XCTAssertEqual(decision(.debounced(delay: .milliseconds(1), limit: .seconds(1)), nil).state, .ready)
    }
}
