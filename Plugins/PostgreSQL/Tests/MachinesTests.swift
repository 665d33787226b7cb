import HarkEvents
import HarkStore
import HarkTesting
import XCTest

@testable import PostgreSQLPlugin

/// Two machines that share a store. The test is the time of the server, and does what machines do by themselves.
final class MachinesTests: XCTestCase {
    private struct Machines {
        let server: TestServer
        let clock: StoreClock
        let first: ClockedStore
        let second: ClockedStore

        func end() async throws {
            await first.close()
            await second.close()
            try await server.end()
        }
    }

    private func machines() async throws -> Machines {
        let server = try TestServer()
        let clock = StoreClock()
        try await server.takeOverClock()
        try await server.setTime(clock.now)
        let stores = [
            try await server.open("first", clock: clock.botClock), try await server.open(clock: clock.botClock),
        ]
        return Machines(
            server: server, clock: clock, first: ClockedStore(stores[0], server, clock),
            second: ClockedStore(stores[1], server, clock))
    }

    private func advance(_ machines: Machines, _ seconds: Int) async throws {
        machines.clock.advance(by: .seconds(seconds))
        try await machines.server.setTime(machines.clock.now)
    }

    func testDelivery_isStoredOnce_whenTwoMachinesGetItAtOnce() async throws {
        let machines = try await machines()
        let keys: [String?] = [nil, "k"]
        for (number, key) in keys.enumerated() {
            let delivery = NewDelivery.sample(
                key: key, duplicateKey: UInt128(number + 1), expiry: machines.clock.later(3600))

            let added = try await withThrowingTaskGroup(of: AddedDelivery.self) { group in
                for place in 0..<20 {
                    let store = place % 2 == 0 ? machines.first : machines.second
                    group.addTask { try await store.add(delivery, startsNow: true) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }

            XCTAssertEqual(added.compactMap(\.run).count, 1)
            XCTAssertEqual(Set(added.map(\.id)).count, 1)
            let stored = try await machines.first.deliveries(DeliveryQuery())
            XCTAssertEqual(stored.count, number + 1)
        }
        try await machines.end()
    }

    func testRun_isTakenOver_whenItsMachineDoesNotRenewItsLease() async throws {
        let machines = try await machines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        let stopped = try XCTUnwrap(added.run)

        try await advance(machines, 61)
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
        let machines = try await machines()
        _ = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        try await advance(machines, 61)
        await machines.second.store.recover()

        await machines.first.store.renew()

        XCTAssertEqual(machines.first.store.machine.runs.count, 0)
        try await machines.end()
    }

    func testRun_staysWithItsMachine_whileItsLeaseIsRenewed() async throws {
        let machines = try await machines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(36_000)), startsNow: true)

        for _ in 1...4 {
            try await advance(machines, 50)
            await machines.first.store.renew()
            await machines.second.store.recover()
        }
        let isOwner = try await machines.first.finish(XCTUnwrap(added.run), .done(outcome: "OK"))

        XCTAssertTrue(isOwner)
        try await machines.end()
    }

    func testRun_staysWithItsMachine_afterALongPauseThatNobodyNoticed() async throws {
        let machines = try await machines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        try await advance(machines, 120)

        await machines.first.store.recover()
        let isOwner = try await machines.first.finish(XCTUnwrap(added.run), .done(outcome: "OK"))

        XCTAssertTrue(isOwner)
        try await machines.end()
    }

    func testDelivery_isQuarantined_whenThreeMachinesDiedOfIt() async throws {
        let machines = try await machines()
        let expiry = machines.clock.later(36_000)
        _ = try await machines.first.add(.sample(key: "k", expiry: expiry), startsNow: true)
        let next = try await machines.first.add(.sample(key: "k", expiry: expiry), startsNow: false)

        for _ in 2...StoreLimits.crashes {
            try await advance(machines, 61)
            await machines.second.store.recover()
            let isClaimed = try await machines.first.claim(ClaimLimits(total: 1)).deliveries.count
            XCTAssertEqual(isClaimed, 1)
        }
        try await advance(machines, 61)
        await machines.second.store.recover()

        let quarantined = try await machines.first.deliveries(DeliveryQuery(states: [.quarantined]))
        XCTAssertEqual(quarantined.map(\.crashes), [StoreLimits.crashes])
        let claimed = try await machines.second.claim(ClaimLimits(total: 5)).deliveries
        XCTAssertEqual(claimed.map(\.record.id), [next.id])
        try await machines.end()
    }

    func testMachine_thatWasThoughtGone_entersTheListAgain() async throws {
        let machines = try await machines()
        _ = try await machines.first.adopt(routes: [.sample, .other])
        _ = try await machines.second.adopt(routes: [.sample])
        let lost = try await machines.first.add(
            .sample(expiry: machines.clock.later(36_000), route: .other), startsNow: false)
        try await advance(machines, 120)
        await machines.second.store.renew()

        await machines.second.store.recover()
        let alone = try await machines.second.deliveries(DeliveryQuery()).map(\.state)
        await machines.first.store.renew()

        XCTAssertEqual(alone, [.homeless])
        let claimed = try await machines.first.claim(ClaimLimits(total: 5)).deliveries
        XCTAssertEqual(claimed.map(\.record.id), [lost.id])
        try await machines.end()
    }

    func testRoute_isPresent_whileOneMachineHasIt() async throws {
        let machines = try await machines()
        _ = try await machines.first.adopt(routes: [.sample, .other])
        let added = try await machines.first.add(
            .sample(expiry: machines.clock.later(3600), route: .other), startsNow: false)

        let homeless = try await machines.second.adopt(routes: [.sample])
        let foreign = try await machines.second.claim(ClaimLimits(total: 5))
        await machines.first.close()
        let homelessThen = try await machines.second.adopt(routes: [.sample])

        XCTAssertEqual(homeless, 0)
        XCTAssertEqual(foreign, ClaimedDeliveries())
        XCTAssertEqual(homelessThen, 1)
        let states = try await machines.second.deliveries(DeliveryQuery()).map(\.state)
        XCTAssertEqual(states, [.homeless], "\(added.id)")
        try await machines.end()
    }

    func testRuns_areReadyForOthers_whenTheirMachineStops() async throws {
        let machines = try await machines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)

        await machines.first.close()
        let claimed = try await machines.second.claim(ClaimLimits(total: 5)).deliveries

        XCTAssertEqual(claimed.map(\.record.id), [added.id])
        XCTAssertEqual(claimed.map(\.record.crashes), [0])
        XCTAssertEqual(claimed.map(\.record.attempt), [1])
        try await machines.end()
    }

    func testDelivery_thatNobodyRuns_isReleasedAfterTwoChecks() async throws {
        let machines = try await machines()
        let added = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true)
        // As if the answer to the commit had been lost.
        _ = machines.first.store.machine.take(added.id.rawValue, token: 1)

        await machines.first.store.renew()
        let states = try await machines.first.deliveries(DeliveryQuery()).map(\.state)
        await machines.first.store.renew()
        let record = try await machines.first.deliveries(DeliveryQuery()).first

        XCTAssertEqual(states, [.running])
        XCTAssertEqual(record?.state, .ready)
        XCTAssertEqual(record?.crashes, 0)
        XCTAssertEqual(record?.attempt, 0)
        try await machines.end()
    }

    func testKeys_areInOrder_acrossMachines() async throws {
        let machines = try await machines()
        let expiry = machines.clock.later(36_000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                let store = worker % 2 == 0 ? machines.first : machines.second
                group.addTask {
                    for number in 0..<50 {
                        let key = "key \(number % 8)"
                        _ = try await store.add(
                            .sample("\(worker)-\(number)", key: key, expiry: expiry), startsNow: false)
                    }
                }
            }
            try await group.waitForAll()
        }

        let ran = try await withThrowingTaskGroup(of: [DeliveryRecord].self) { group in
            for worker in 0..<4 {
                let store = worker % 2 == 0 ? machines.first : machines.second
                group.addTask {
                    var ran: [DeliveryRecord] = []
                    while try await !store.summary().deliveries.isEmpty {
                        for one in try await store.claim(ClaimLimits(total: 3)).deliveries {
                            ran.append(one.record)
                            let isOwner = try await store.finish(one.run, .done(outcome: "OK"))
                            XCTAssertTrue(isOwner)
                        }
                    }
                    return ran
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        XCTAssertEqual(Set(ran.map(\.id)).count, 200)
        XCTAssertEqual(ran.count, 200)
        try await machines.end()
    }

    func testSlot_isTakenByOneMachine() async throws {
        let machines = try await machines()
        let time = machines.clock.now

        async let first = machines.first.takeSlot(of: "nightly", at: time)
        async let second = machines.second.takeSlot(of: "nightly", at: time)
        let taken = try await [first, second]

        XCTAssertEqual(taken.filter(\.self).count, 1)
        try await machines.end()
    }

    func testLease_isHeldByOneMachineAtATime_inGrowingTerms() async throws {
        let machines = try await machines()
        let (first, second) = (machines.first, machines.second)

        let taken = try await first.holdLease("chat:slack", for: .seconds(30))
        let refused = try await second.holdLease("chat:slack", for: .seconds(30))
        let other = try await second.holdLease("chat:irc", for: .seconds(30))
        try await advance(machines, 20)
        let kept = try await first.holdLease("chat:slack", for: .seconds(30))
        try await advance(machines, 29)
        let early = try await second.holdLease("chat:slack", for: .seconds(30))
        try await advance(machines, 1)
        let nobody = try await first.leaseHolder("chat:slack")
        let inherited = try await second.holdLease("chat:slack", for: .seconds(30))
        let holder = try await first.leaseHolder("chat:slack")
        let late = try await first.holdLease("chat:slack", for: .seconds(30))
        try await first.releaseLease("chat:slack")
        try await second.releaseLease("chat:slack")
        let released = try await first.holdLease("chat:slack", for: .seconds(30))
        await first.close()
        let left = try await second.holdLease("chat:slack", for: .seconds(30))

        XCTAssertEqual([taken, refused, other, kept, early], [1, nil, 1, 1, nil])
        XCTAssertEqual([inherited, late, released, left], [2, nil, 3, 4])
        XCTAssertEqual([nobody, holder], [nil, "machine"])
        try await machines.end()
    }

    func testTimes_areTheServers_whenTheClockOfAMachineIsWrong() async throws {
        let server = try TestServer()
        let clock = StoreClock()
        try await server.takeOverClock()
        try await server.setTime(clock.now)
        let wrong = StoreClock(at: clock.later(3600))
        let store = try await server.open(clock: wrong.botClock)
        let other = try await server.open(clock: clock.botClock)
        let run = try await store.add(.sample(expiry: wrong.later(7200)), startsNow: true).run

        try await store.finish(XCTUnwrap(run), .retry(due: wrong.later(60), error: "no"))
        let claim = try await store.claim(ClaimLimits(total: 1))
        let record = try await store.deliveries(DeliveryQuery()).first
        let seen = try await other.deliveries(DeliveryQuery()).first

        XCTAssertEqual(claim.nextDue, wrong.later(60))
        XCTAssertEqual(record?.expiry, wrong.later(7200))
        XCTAssertEqual(seen?.due, clock.later(60))
        XCTAssertEqual(seen?.received, clock.now)
        XCTAssertEqual(seen?.expiry, clock.later(7200))
        await store.close()
        await other.close()
        try await server.end()
    }
}
