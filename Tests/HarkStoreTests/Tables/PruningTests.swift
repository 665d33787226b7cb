import XCTest

import struct FoundationEssentials.Date

@testable import HarkStore

final class PruningTests: XCTestCase {
    /// Does all steps.
    /// - Returns: each phase, in order, with what its step did.
    private func prune(
        _ tables: TestTables, _ retention: Retention, at now: Date, limit: Int = 500
    ) throws -> [(phase: Pruning.Phase, step: Pruning.Step)] {
        let pruning = Pruning(table: tables.deliveries, retention: retention, now: now, limit: limit)
        var steps: [(Pruning.Phase, Pruning.Step)] = []
        var next: Pruning.Phase? = Pruning.start
        while let phase = next {
            let step = try pruning.step(phase)
            steps.append((phase, step))
            next = step.next
        }
        return steps
    }

    func testStep_deletesNoMoreThanItsLimit() throws {
        let tables = try TestTables()
        for _ in 1...7 { try tables.addEnded(tables.delivery()) }
        try tables.add(tables.delivery())

        let steps = try prune(
            tables, Retention(payloads: .zero, records: .zero), at: tables.now.addingTimeInterval(1), limit: 3)

        XCTAssertEqual(steps.filter { $0.phase == .payloads }.map(\.step.report.payloads), [3, 3, 1, 0])
        XCTAssertEqual(steps.filter { $0.phase == .records }.map(\.step.report.records), [3, 3, 1])
        XCTAssertEqual(try tables.ids().count, 1)
    }

    func testStep_deletesNoMoreThanSomeBytes() throws {
        let tables = try TestTables()
        let body = [UInt8](repeating: 1, count: 6 << 20)
        for _ in 1...5 { try tables.addEnded(tables.delivery(body: body)) }
        try tables.add(tables.delivery())

        let steps = try prune(tables, Retention(payloads: .zero), at: tables.now.addingTimeInterval(1))

        XCTAssertEqual(steps.filter { $0.phase == .payloads }.map(\.step.report.payloads), [3, 2, 0])
    }

    func testSteps_nameTheFilesOfDeletedBodies() throws {
        let tables = try TestTables()
        let done = try XCTUnwrap(try tables.addEnded(tables.delivery(), bodyIsInFile: true))
        let dead = try XCTUnwrap(try tables.addEnded(tables.delivery(), .dead(error: "no"), bodyIsInFile: true))
        try tables.addEnded(tables.delivery())
        try tables.add(tables.delivery(), bodyIsInFile: true)

        let steps = try prune(
            tables, Retention(payloads: .zero, dead: .zero), at: tables.now.addingTimeInterval(1))

        XCTAssertEqual(steps.flatMap(\.step.bodyFiles), [done, dead])
    }

    func testSurplus_takesTheOldest_inSteps() throws {
        let tables = try TestTables()
        var ids: [StoredDeliveryID?] = []
        for _ in 1...6 { ids.append(try tables.addEnded(tables.delivery(body: [UInt8](repeating: 1, count: 100)))) }
        try tables.add(tables.delivery())

        let steps = try prune(tables, Retention(payloadBytes: 250), at: tables.now, limit: 3)

        XCTAssertEqual(steps.map(\.step.report.payloads).reduce(0, +), 4)
        for (id, isKept) in zip(ids, [false, false, false, false, true, true]) {
            XCTAssertEqual(try tables.deliveries.payload(of: XCTUnwrap(id)) != nil, isKept)
        }
    }

    func testRecords_areDeletedWithTheirRequests_whenTheyAreKeptForLess() throws {
        let tables = try TestTables()
        try tables.addEnded(tables.delivery())
        let newest = try XCTUnwrap(try tables.addEnded(tables.delivery()))

        _ = try prune(tables, Retention(records: .zero), at: tables.now.addingTimeInterval(1))

        XCTAssertEqual(try tables.ids(), [newest])
    }
}
