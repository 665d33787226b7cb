import HarkEvents
import HarkStore
import HarkTesting
import TestSupport
import XCTest

@testable import PostgreSQLPlugin

/// What two machines that share a store do at once.
final class SharedStoreTests: XCTestCase {
    func testDelivery_isStoredOnce_whenTwoMachinesGetItAtOnce() async throws {
        let machines = try await TwoMachines()
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

    func testMachine_thatWasThoughtGone_entersTheListAgain() async throws {
        let machines = try await TwoMachines()
        _ = try await machines.first.adopt(routes: [.sample, .other])
        _ = try await machines.second.adopt(routes: [.sample])
        let lost = try await machines.first.add(
            .sample(expiry: machines.clock.later(36_000), route: .other), startsNow: false)
        try await machines.advance(120)
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
        let machines = try await TwoMachines()
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

    func testKeys_areInOrder_acrossMachines() async throws {
        let machines = try await TwoMachines()
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

    func testCommits_areReported_withTheirChanges() async throws {
        let machines = try await TwoMachines()
        let commits = Recording<StoreCommit>()
        machines.first.store.setObserver(StoreObserver(onCommit: { commits.append($0) }, onRecovery: { _ in }))

        let run = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: true).run
        _ = try await machines.first.summary()
        _ = try await machines.first.finish(XCTUnwrap(run), .done(outcome: "OK"))

        XCTAssertEqual(commits.all.map(\.changes), [1, 1])
        XCTAssertTrue(commits.all.allSatisfy { $0.duration > .zero })
        try await machines.end()
    }

    func testSlot_isTakenByOneMachine() async throws {
        let machines = try await TwoMachines()
        let time = machines.clock.now

        async let first = machines.first.takeSlot(of: "nightly", at: time)
        async let second = machines.second.takeSlot(of: "nightly", at: time)
        let taken = try await [first, second]

        XCTAssertEqual(taken.filter(\.self).count, 1)
        try await machines.end()
    }

    func testLease_isHeldByOneMachineAtATime_inGrowingTerms() async throws {
        let machines = try await TwoMachines()
        let (first, second) = (machines.first, machines.second)

        let taken = try await first.holdLease("chat:slack", for: .seconds(30))
        let refused = try await second.holdLease("chat:slack", for: .seconds(30))
        let other = try await second.holdLease("chat:irc", for: .seconds(30))
        try await machines.advance(20)
        let kept = try await first.holdLease("chat:slack", for: .seconds(30))
        try await machines.advance(29)
        let early = try await second.holdLease("chat:slack", for: .seconds(30))
        try await machines.advance(1)
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
        let clock = TestClock()
        try await server.takeOverClock()
        try await server.setTime(clock.now)
        let wrong = TestClock(at: clock.later(3600))
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
