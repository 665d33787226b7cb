import HarkEvents
import HarkStore
import Synchronization
import XCTest

import class FoundationEssentials.ProcessInfo

@testable import PostgreSQLPlugin

/// Two machines under load while `.ci/postgresql/run` restarts, kills and stops their server: nothing that was
/// acknowledged is lost, and nothing runs twice unless it is marked.
final class LedgerTests: XCTestCase {
    func testLedger_isWhole_whenTheServerFails() async throws {
        guard let seconds = ProcessInfo.processInfo.environment["HARK_TEST_POSTGRESQL_SECONDS"].flatMap(Int.init) else {
            throw XCTSkip("HARK_TEST_POSTGRESQL_SECONDS says for how long: .ci/postgresql/run sets it")
        }
        let server = try TestServer()
        let stores = [
            try await server.open("first", timing: StoreConfiguration.Timing()),
            try await server.open("second", timing: StoreConfiguration.Timing()),
        ]
        let ledger = Ledger(end: .now + .seconds(seconds))

        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                let store = stores[worker % 2]
                group.addTask { try await ledger.send(to: store, worker) }
                group.addTask { try await ledger.work(on: store) }
            }
            try await group.waitForAll()
        }

        let summary = try await stores[0].summary()
        XCTAssertEqual(summary.deliveries, [:])
        let done = try await server.script("SELECT request_id FROM \(server.schema).delivery WHERE state = 'done'")
        ledger.check(done: done.compactMap(\.first))
        for store in stores { await store.close() }
        try await server.end()
    }
}

/// What senders were told, and what ran.
private final class Ledger: Sendable {
    private struct State {
        var acknowledged: Set<String> = []
        var ended: [String: Int] = [:]
        var refusals = 0
        var lostRuns = 0
        var crashes = 0
        var sendersLeft = 16
        var slowest = Duration.zero
    }

    private let end: ContinuousClock.Instant
    private let state = Mutex(State())

    init(end: ContinuousClock.Instant) { self.end = end }

    func send(to store: PostgreSQLStore, _ worker: Int) async throws {
        var number: UInt64 = 0
        while ContinuousClock.now < end {
            number += 1
            let id = "\(worker)-\(number)"
            let key = number % 3 == 0 ? "key \(number % 5)" : nil
            let delivery = NewDelivery.sample(
                id, key: key, duplicateKey: UInt128(worker) << 64 | UInt128(number),
                expiry: BotClock.system.now.addingTimeInterval(3600))
            let start = ContinuousClock.now
            do throws(StoreError) {
                let added = try await store.add(delivery, startsNow: number % 2 == 0)
                state.withLock { _ = $0.acknowledged.insert(id) }
                if case .running(let run) = added { try await run.finish(on: store, id, self) }
            } catch {
                // The sender repeats it, as it is.
                state.withLock { $0.refusals += 1 }
                number -= 1
                try await Task.sleep(for: .milliseconds(100))
            }
            let time = ContinuousClock.now - start
            state.withLock { $0.slowest = max($0.slowest, time) }
        }
        state.withLock { $0.sendersLeft -= 1 }
    }

    func work(on store: PostgreSQLStore) async throws {
        while true {
            do throws(StoreError) {
                let claimed = try await store.claim(ClaimLimits(total: 4))
                for one in claimed.deliveries {
                    if one.record.crashes > 0 { state.withLock { $0.crashes += 1 } }
                    try await one.run.finish(on: store, one.record.requestID, self)
                }
                if claimed.deliveries.isEmpty {
                    let isOver = state.withLock { $0.sendersLeft == 0 }
                    if isOver, try await store.summary().deliveries.isEmpty { return }
                }
            } catch {}
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func end(of id: String, isOwner: Bool) {
        state.withLock { state in
            if isOwner { state.ended[id, default: 0] += 1 } else { state.lostRuns += 1 }
        }
    }

    /// - Parameter done: what the server says has been handled.
    func check(done: [String]) {
        let state = state.withLock(\.self)
        XCTAssertEqual(state.acknowledged.subtracting(done).sorted(), [], "lost")
        XCTAssertEqual(done.count, Set(done).count, "stored twice")
        XCTAssertEqual(state.ended.filter { $0.value > 1 }.keys.sorted(), [], "done twice")
        print(
            "ledger: \(state.acknowledged.count) acknowledged, \(state.refusals) refused, \(state.lostRuns) runs lost,",
            "\(state.crashes) taken over, the slowest took \(state.slowest)")
    }
}

extension DeliveryRun {
    /// Records the end of the run, again and again until the store can.
    fileprivate func finish(on store: PostgreSQLStore, _ id: String, _ ledger: Ledger) async throws(StoreError) {
        while true {
            do throws(StoreError) {
                let isOwner = try await store.finish(self, .done(outcome: "OK"))
                return ledger.end(of: id, isOwner: isOwner)
            } catch {
                if error == .closed { throw error }
                do { try await Task.sleep(for: .milliseconds(100)) } catch { return }
            }
        }
    }
}
