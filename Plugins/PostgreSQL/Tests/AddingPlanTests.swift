import HarkStore
import XCTest

import struct FoundationEssentials.Date

@testable import PostgreSQLPlugin

/// Deliveries that are stored in one transaction.
final class AddingPlanTests: XCTestCase {
    private let now: Int64 = 1_800_000_000_000

    private func plan(
        _ policies: [StoredKeyPolicy], stored: AddingPlan.Unfinished = AddingPlan.Unfinished(), startsNow: Bool = true
    ) -> AddingPlan {
        let additions = policies.map { policy in
            Addition(
                delivery: .sample(key: "k", policy, expiry: Date(milliseconds: now + 1000)), startsNow: startsNow,
                route: 1)
        }
        var plan = AddingPlan(lanes: [Lane(route: 1, key: "k"): stored], now: now)
        for (place, addition) in additions.enumerated() { plan.add(addition, id: Int64(place) + 10, place: place) }
        return plan
    }

    func testSerial_startsTheFirst_andTheOthersWait() {
        let plan = plan([.serial, .serial, .serial])

        XCTAssertEqual(plan.rows.map(\.state), [.running, .waiting, .waiting])
        let first = StoredDeliveryID(rawValue: 10)
        XCTAssertEqual(
            plan.results[2], .stored(StoredDeliveryID(rawValue: 12), state: .waiting, due: nil, blocker: first))
    }

    func testLatest_supersedesThoseOfItsOwnTransactionThatWait() {
        let plan = plan([.latest, .latest, .latest])

        XCTAssertEqual(plan.rows.map(\.state), [.running, .superseded, .waiting])
        XCTAssertEqual(plan.rows.map { $0.outcome == nil }, [true, false, true])
    }

    func testLatest_supersedesStoredOnes_thatWaitOrAreNotDue() {
        let active = KeyDecision.Active(id: 5, isRunning: false, due: now + 1000, burst: nil)

        let plan = plan([.latest], stored: AddingPlan.Unfinished(active: active))

        XCTAssertEqual(plan.superseded, [5])
        XCTAssertEqual(plan.supersededWaiting, [Lane(route: 1, key: "k")])
        XCTAssertEqual(plan.rows.map(\.state), [.running])
    }

    func testFirst_isSuperseded_whileAnEarlierOneOfItsTransactionIsUnfinished() {
        let plan = plan([.first, .first])

        XCTAssertEqual(plan.rows.map(\.state), [.running, .superseded])
    }

    func testDebounced_replacesThoseOfItsOwnTransaction_andKeepsTheirBurst() {
        let policy = StoredKeyPolicy.debounced(delay: .seconds(10), limit: .seconds(60))

        let plan = plan([policy, policy])

        XCTAssertEqual(plan.rows.map(\.state), [.superseded, .ready])
        XCTAssertEqual(plan.rows.map(\.due), [now + 10_000, now + 10_000])
        XCTAssertEqual(plan.rows.last?.burst, now)
        XCTAssertEqual(plan.superseded, [])
    }

    func testDebounced_isDueByTheBurstThatWaits() {
        let policy = StoredKeyPolicy.debounced(delay: .seconds(10), limit: .seconds(25))
        let active = KeyDecision.Active(id: 5, isRunning: true, due: now, burst: nil)

        let plan = plan([policy], stored: AddingPlan.Unfinished(active: active, waitingBurst: now - 20_000))

        XCTAssertEqual(plan.rows.map(\.due), [now + 5000])
        XCTAssertEqual(plan.rows.map(\.state), [.waiting])
    }

    func testLanes_areComparedAsBytes() {
        XCTAssertNotEqual(Lane(route: 1, key: "caf\u{e9}"), Lane(route: 1, key: "cafe\u{301}"))
        XCTAssertNotEqual(Lane(route: 1, key: "k"), Lane(route: 2, key: "k"))
        // PostgreSQL stores no NUL.
        XCTAssertEqual(Lane(route: 1, key: "a\0").key, "a\u{fffd}")
    }
}
