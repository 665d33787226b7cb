import XCTest

@testable import HarkStore

final class AdmissionTests: XCTestCase {
    private let running = Admission.Active(id: 1, isRunning: true, due: 900)
    private let due = Admission.Active(id: 1, isRunning: false, due: 1000)
    private let delayed = Admission.Active(id: 1, isRunning: false, due: 1001)

    private func admission(
        _ policy: StoredKeyPolicy, _ active: Admission.Active?, waitingBurst: Int64? = nil, startsNow: Bool = true
    ) -> Admission {
        Admission(policy: policy, active: active, waitingBurst: waitingBurst, startsNow: startsNow, now: 1000)
    }

    func testAdmission_startsOrIsReady_whenItsKeyIsFree() {
        for policy in [StoredKeyPolicy.serial, .latest, .first] {
            XCTAssertEqual(admission(policy, nil).state, .running)
            XCTAssertEqual(admission(policy, nil, startsNow: false).state, .ready)
            XCTAssertEqual(admission(policy, nil).due, 1000)
        }
    }

    func testAdmission_waitsOrGivesUp_whenItsKeyIsBusy() {
        for active in [running, due, delayed] {
            XCTAssertEqual(admission(.serial, active).state, .waiting)
            XCTAssertEqual(admission(.first, active).state, .superseded)
            XCTAssertFalse(admission(.serial, active).supersedesWaiting)
            XCTAssertFalse(admission(.first, active).supersedesWaiting)
        }
    }

    func testLatest_supersedesTheWaitingAlone_whenTheActiveOneIsDueOrRuns() {
        for active in [running, due] {
            let admission = admission(.latest, active)

            XCTAssertEqual(admission.state, .waiting)
            XCTAssertTrue(admission.supersedesWaiting)
            XCTAssertFalse(admission.supersedesActive)
        }
    }

    func testLatest_takesThePlace_whenTheActiveOneIsNotDue() {
        let admission = admission(.latest, delayed)

        XCTAssertEqual(admission.state, .running)
        XCTAssertTrue(admission.supersedesActive)
        XCTAssertTrue(admission.supersedesWaiting)
    }

    func testDebounced_isDueAfterItsDelay_andNeverAfterTheLimit() {
        let policy = StoredKeyPolicy.debounced(delay: .milliseconds(50), limit: .milliseconds(120))
        var burst = delayed

        for (began, expected) in [(990, 1050), (940, 1050), (920, 1040), (800, 1000), (2000, 1050)] as [(Int64, Int64)]
        {
            burst.burst = began
            XCTAssertEqual(admission(policy, burst).due, expected)
            XCTAssertEqual(admission(policy, burst).burst, min(began, 1000))
        }
    }

    func testDebounced_beginsABurst_whenTheActiveOneRuns() {
        let policy = StoredKeyPolicy.debounced(delay: .milliseconds(50), limit: .milliseconds(120))
        var active = running
        active.burst = 900

        XCTAssertEqual(admission(policy, active).burst, 1000)
        XCTAssertEqual(admission(policy, active, waitingBurst: 910).burst, 910)
        XCTAssertEqual(admission(policy, active).state, .waiting)
    }

    func testDebounced_startsAtOnce_whenItHasNoDelay() {
        let policy = StoredKeyPolicy.debounced(delay: .zero, limit: .zero)

        XCTAssertEqual(admission(policy, nil).state, .running)
        XCTAssertEqual(admission(.debounced(delay: .milliseconds(1), limit: .seconds(1)), nil).state, .ready)
    }
}
