import XCTest

import struct FoundationEssentials.Date

@testable import HarkStore

final class ClockJumpTests: XCTestCase {
    private func due(_ tables: TestTables) throws -> [Double] {
        try tables.deliveries.records("ORDER BY delivery.id").map { $0.due.timeIntervalSince(tables.now) }
    }

    func testWaits_goOnAsBefore_whenTheClockIsSetBack() throws {
        var tables = try TestTables()
        try tables.addEnded(tables.delivery(), .retry(due: tables.now.addingTimeInterval(20), error: "no"))
        try tables.add(tables.delivery(key: "k"), startsNow: true)
        try tables.add(tables.delivery(key: "k"))
        try tables.add(tables.delivery())

        tables.now.addTimeInterval(-3600)
        let claimed = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)

        XCTAssertEqual(claimed.found.deliveries.map(\.run.id.rawValue), [4])
        XCTAssertEqual(claimed.found.nextDue, tables.now.addingTimeInterval(20))
        XCTAssertEqual(try due(tables)[2], 0)
    }

    func testWaits_goOnAsBefore_whenTheTransactionThatNoticedTheClockIsRolledBack() throws {
        var tables = try TestTables()
        try tables.addEnded(tables.delivery(), .retry(due: tables.now.addingTimeInterval(20), error: "no"))
        tables.now.addTimeInterval(-3600)
        try tables.connection.run("BEGIN IMMEDIATE")
        tables.deliveries.began()
        _ = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)
        try tables.connection.run("ROLLBACK")
        tables.deliveries.rolledBack()

        let claimed = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)

        XCTAssertEqual(claimed.found.nextDue, tables.now.addingTimeInterval(20))
        XCTAssertEqual(try due(tables), [20])
    }

    func testWaits_stay_whenTheClockIsAdjusted() throws {
        var tables = try TestTables()
        try tables.addEnded(tables.delivery(), .retry(due: tables.now.addingTimeInterval(20), error: "no"))

        tables.now.addTimeInterval(-5)
        _ = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)

        XCTAssertEqual(try due(tables), [25])
    }

    func testFreshDeliveries_areDueAtTheStart_whenTheClockWasSetBackBefore() throws {
        var tables = try TestTables()
        try tables.add(tables.delivery())
        try tables.add(tables.delivery(key: "k"), startsNow: true)
        try tables.add(tables.delivery(key: "k"))
        try tables.add(tables.delivery(key: "b", .debounced(delay: .seconds(60), limit: .seconds(60))))
        try tables.addEnded(tables.delivery(), .retry(due: tables.now.addingTimeInterval(20), error: "no"))

        tables.now.addTimeInterval(-3600)
        _ = try DeliveryTable(tables.connection, at: tables.now).recover(from: .crash, at: tables.now)

        XCTAssertEqual(try due(tables), [0, 0, 0, 3660, 3620])
    }

    func testWaits_areShortened_whenTheyAreLongerThanAny() throws {
        let tables = try TestTables()
        for days in [0.5, 1.5, 30] {
            try tables.addEnded(
                tables.delivery(), .retry(due: tables.now.addingTimeInterval(days * 86_400), error: "no"))
        }

        let pruning = Pruning(table: tables.deliveries, retention: Retention(), now: tables.now, limit: 2)
        let phases = try [pruning.step(.waits).next, pruning.step(.waits).next]

        XCTAssertEqual(phases, [.waits, .expired])
        XCTAssertEqual(try due(tables), [43_200, 86_400, 86_400])
    }

    /// How long the deliveries may still be unfinished, in seconds.
    private func ages(_ tables: TestTables) throws -> [Double] {
        try tables.deliveries.records("ORDER BY delivery.id").map { $0.expiry.timeIntervalSince(tables.now) }
    }

    func testAges_stay_whenTheClockIsSetForwardAndBack() throws {
        var tables = try TestTables()
        try tables.add(tables.delivery(key: "k"), startsNow: true)
        try tables.add(tables.delivery(key: "k"))

        tables.now.addTimeInterval(30 * 86_400)
        let claimed = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)
        let forward = try ages(tables)
        tables.now.addTimeInterval(-30 * 86_400)
        _ = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)
        let back = try ages(tables)
        tables.now.addTimeInterval(3600)
        _ = try tables.deliveries.claim(ClaimLimits(total: 5), at: tables.now)

        XCTAssertEqual(claimed.found.deliveries.count, 0)
        XCTAssertEqual(forward, [259_200, 259_200])
        XCTAssertEqual(back, [259_200, 259_200])
        XCTAssertEqual(try ages(tables), [255_600, 255_600], "an hour counts")
    }

    func testAges_stay_whileNoProcessRuns() throws {
        var tables = try TestTables()
        try tables.add(tables.delivery(), startsNow: true)
        tables.now.addTimeInterval(600)
        try tables.add(tables.delivery())

        tables.now.addTimeInterval(10 * 86_400)
        _ = try DeliveryTable(tables.connection, at: tables.now).recover(from: .crash, at: tables.now)

        XCTAssertEqual(try ages(tables), [258_600, 259_200])
    }

    func testAges_stay_whileCommandsAloneOpenTheStore() throws {
        var tables = try TestTables()
        try tables.add(tables.delivery())

        for _ in 1...48 {
            tables.now.addTimeInterval(1800)
            _ = try DeliveryTable(tables.connection, at: tables.now).recover(from: .crash, at: tables.now)
        }

        let least = try XCTUnwrap(ages(tables).first)
        XCTAssertGreaterThanOrEqual(least, 259_200 - 3600, "an hour may count")
    }

    func testAges_stay_whenTheClockIsSetForward_andBackWhileNoProcessRuns() throws {
        var tables = try TestTables()
        try tables.add(tables.delivery())
        tables.now.addTimeInterval(30 * 86_400)
        _ = try tables.deliveries.claim(ClaimLimits(total: 0), at: tables.now)

        tables.now.addTimeInterval(-30 * 86_400)
        let next = try DeliveryTable(tables.connection, at: tables.now)
        _ = try next.recover(from: .crash, at: tables.now)

        XCTAssertEqual(try ages(tables), [259_200])
        // Nothing is kept for longer once the same days have come.
        let later = tables.now.milliseconds + 31 * 86_400_000
        let time = try next.unseenTimes(later).time(.seconds(2 * 86_400), before: later)
        XCTAssertEqual(time, later - 2 * 86_400_000)
    }
}
