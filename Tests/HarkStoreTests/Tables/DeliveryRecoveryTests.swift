import XCTest

@testable import HarkStore

final class DeliveryRecoveryTests: XCTestCase {
    func testRecovery_countsNoCrash_whenTheMachineStoppedOrTheStoreFailed() throws {
        let tables = try TestTables()
        let id = try tables.add(tables.delivery(), startsNow: true)

        for cause in [DeliveryTable.Interruption.machine, .store, .store, .machine] {
            let recovery = try tables.deliveries.recover(from: cause, at: tables.now)
            XCTAssertEqual(recovery.crashed.map(\.id), [id])
            XCTAssertEqual(recovery.crashed.first?.crashes, 0)
            XCTAssertEqual(recovery.crashed.first?.state, .ready)
            _ = try tables.deliveries.claim(ClaimLimits(total: 1), at: tables.now.addingTimeInterval(10))
        }
    }

    func testRecovery_quarantinesAtTheLastCrash_andReportsIt() throws {
        let tables = try TestTables()
        let id = try tables.add(tables.delivery(key: "k"), startsNow: true)
        let next = try tables.add(tables.delivery(key: "k"))
        for crashes in 1..<StoreLimits.crashes {
            let recovery = try tables.deliveries.recover(from: .crash, at: tables.now)
            XCTAssertEqual(recovery.crashed.map(\.crashes), [crashes])
            _ = try tables.deliveries.claim(ClaimLimits(total: 1), at: tables.now)
        }

        let recovery = try tables.deliveries.recover(from: .crash, at: tables.now)

        XCTAssertEqual(recovery.crashed, [])
        XCTAssertEqual(recovery.quarantined.map(\.id), [id])
        XCTAssertEqual(recovery.quarantined.first?.state, .quarantined)
        XCTAssertEqual(try tables.state(of: next), .ready)
    }

    func testRecovery_spreadsRetriedDeliveries_inTheirOrder() throws {
        let tables = try TestTables()
        for seconds in [3.0, 1, 2, 0] {
            try tables.addEnded(
                tables.delivery(), .retry(due: tables.now.addingTimeInterval(-seconds), error: "no"))
        }
        let fresh = try tables.add(tables.delivery())
        let later = tables.now.addingTimeInterval(60)
        try tables.addEnded(tables.delivery(), .retry(due: later, error: "no"))

        _ = try tables.deliveries.recover(from: .crash, at: tables.now)

        let due = try tables.deliveries.records("ORDER BY delivery.id").map { $0.due.timeIntervalSince(tables.now) }
        XCTAssertEqual(due, [0, 5, 2.5, 7.5, 0, 60])
        XCTAssertEqual(try tables.state(of: fresh), .ready)
    }

    func testReleaseRunning_spendsNoAttempt() throws {
        let tables = try TestTables()
        let id = try XCTUnwrap(try tables.add(tables.delivery(key: "k"), startsNow: true))
        let next = try tables.add(tables.delivery(key: "k"))

        try tables.deliveries.releaseRunning(at: tables.now)

        let claim = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)
        XCTAssertEqual(claim.found.deliveries.map(\.record.id), [id])
        XCTAssertEqual(claim.found.deliveries.first?.run.attempt, 1)
        XCTAssertEqual(try tables.state(of: next), .waiting)
    }

    func testKeyWithoutAnActiveDelivery_goesOn_afterAStart() throws {
        let tables = try TestTables()
        let first = try tables.add(tables.delivery(key: "k"))
        let second = try tables.add(tables.delivery(key: "k"))
        try tables.connection.run("UPDATE delivery SET state = 'waiting'")

        _ = try tables.deliveries.recover(from: .crash, at: tables.now)

        XCTAssertEqual(try tables.state(of: first), .ready)
        XCTAssertEqual(try tables.state(of: second), .waiting)
    }
}
