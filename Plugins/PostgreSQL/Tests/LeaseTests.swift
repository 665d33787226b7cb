import HarkEvents
import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import PostgreSQLPlugin

/// Runs whose machines renew their leases, or do not.
final class LeaseTests: XCTestCase {
    func testRun_isTakenOver_whenItsMachineDoesNotRenewItsLease() async throws {
        let machines = try await TwoMachines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        let stopped = try XCTUnwrap(added.run)

        try await machines.advance(61)
        await machines.second.store.recover()
        let claimed = try await machines.second.claim(ClaimLimits(total: 5)).deliveries
        let late = try await machines.first.finish(stopped, .done(outcome: "late"))
        let run = try XCTUnwrap(claimed.first?.run)
        let isOwner = try await machines.second.finish(run, .done(outcome: "in time"))

        XCTAssertEqual(claimed.map(\.record.crashes), [1])
        XCTAssertFalse(late)
        XCTAssertTrue(isOwner)
        let record = try await machines.first.deliveries(DeliveryQuery()).first
        XCTAssertEqual(record?.outcome, "in time")
        try await machines.end()
    }

    func testRun_isForgotten_whenAnotherMachineHasTakenItOver() async throws {
        let machines = try await TwoMachines()
        _ = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        try await machines.advance(61)
        await machines.second.store.recover()

        await machines.first.store.renew()

        XCTAssertEqual(machines.first.store.machine.runs.count, 0)
        try await machines.end()
    }

    func testRun_staysWithItsMachine_whileItsLeaseIsRenewed() async throws {
        let machines = try await TwoMachines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(36_000)), startsNow: true)

        for _ in 1...4 {
            try await machines.advance(50)
            await machines.first.store.renew()
            await machines.second.store.recover()
        }
        let isOwner = try await machines.first.finish(XCTUnwrap(added.run), .done(outcome: "OK"))

        XCTAssertTrue(isOwner)
        try await machines.end()
    }

    func testRun_staysWithItsMachine_afterALongPauseThatNobodyNoticed() async throws {
        let machines = try await TwoMachines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        try await machines.advance(120)

        await machines.first.store.recover()
        let isOwner = try await machines.first.finish(XCTUnwrap(added.run), .done(outcome: "OK"))

        XCTAssertTrue(isOwner)
        try await machines.end()
    }

    func testDelivery_isQuarantined_whenThreeMachinesDiedOfIt() async throws {
        let machines = try await TwoMachines()
        let expiry = machines.clock.later(36_000)
        let recoveries = Recording<RecoveryReport>()
        machines.second.store.setObserver(StoreObserver(onCommit: { _ in }, onRecovery: { recoveries.append($0) }))
        _ = try await machines.first.add(.sample(key: "k", expiry: expiry), startsNow: true)
        let next = try await machines.first.add(.sample(key: "k", expiry: expiry), startsNow: false)

        for _ in 2...StoreLimits.crashes {
            try await machines.advance(61)
            await machines.second.store.recover()
            let isClaimed = try await machines.first.claim(ClaimLimits(total: 1)).deliveries.count
            XCTAssertEqual(isClaimed, 1)
        }
        try await machines.advance(61)
        await machines.second.store.recover()

        let quarantined = try await machines.first.deliveries(DeliveryQuery(states: [.quarantined]))
        XCTAssertEqual(quarantined.map(\.crashes), [StoreLimits.crashes])
        XCTAssertEqual(recoveries.all.map(\.crashed.count), [1, 1, 0])
        XCTAssertEqual(recoveries.all.last?.quarantined, quarantined)
        let claimed = try await machines.second.claim(ClaimLimits(total: 5)).deliveries
        XCTAssertEqual(claimed.map(\.record.id), [next.id])
        try await machines.end()
    }

    func testRuns_areReadyForOthers_whenTheirMachineStops() async throws {
        let machines = try await TwoMachines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)

        await machines.first.close()
        let claimed = try await machines.second.claim(ClaimLimits(total: 5)).deliveries

        XCTAssertEqual(claimed.map(\.record.id), [added.id])
        XCTAssertEqual(claimed.map(\.record.crashes), [0])
        XCTAssertEqual(claimed.map(\.record.attempt), [1])
        try await machines.end()
    }

    func testDelivery_thatNobodyRuns_isReleasedAfterTheLengthOfALease() async throws {
        let machines = try await TwoMachines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        // As if the answer to the commit had been lost.
        XCTAssertTrue(machines.first.store.machine.forget(added.id.rawValue, token: 1))

        for _ in 1..<Machine.leastUnknownChecks { await machines.first.store.renew() }
        let states = try await machines.first.deliveries(DeliveryQuery()).map(\.state)
        await machines.first.store.renew()
        let record = try await machines.first.deliveries(DeliveryQuery()).first

        XCTAssertEqual(states, [.running])
        XCTAssertEqual(record?.state, .ready)
        XCTAssertEqual(record?.crashes, 0)
        XCTAssertEqual(record?.attempt, 0)
        try await machines.end()
    }
}
