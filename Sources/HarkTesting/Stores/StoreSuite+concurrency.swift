internal import HarkStore
private import Synchronization

private import struct FoundationEssentials.Date

/// Checks from many tasks at once.
extension StoreSuite {
    func checkConcurrency() async throws {
        try await check("Of 640 repetitions from 64 tasks, one is stored") { tested in
            let delivery = tested.delivery(duplicateKey: 1)
            let results = try await tested.together(64) { store, _ in
                var results: [AddedDelivery] = []
                for _ in 1...10 { results.append(try await store.add(delivery, startsNow: true)) }
                return results
            }.flatMap(\.self)
            let first = results.compactMap { if case .running(let run) = $0 { run.id } else { nil } }
            tested.expect("how many start", first.count, is: 1)
            let repetitions = results.filter { if case .duplicate(first.first, .running) = $0 { true } else { false } }
            tested.expect("how many are duplicates", repetitions.count, is: 639)
            tested.expect("what is stored", try await tested.store.deliveries(DeliveryQuery()).count, is: 1)
        }
        try await check("Claims of several tasks never return the same delivery") { tested in
            for _ in 1...200 { try await tested.add(tested.delivery()) }
            let claimed = try await tested.together(8) { store, _ in
                var claimed: [StoredDeliveryID] = []
                while claimed.count <= 200 {
                    let found = try await store.claim(ClaimLimits(total: 3))
                    if found.deliveries.isEmpty { break }
                    claimed += found.deliveries.map(\.record.id)
                }
                return claimed
            }.flatMap(\.self)
            tested.expect("how many are claimed", claimed.count, is: 200)
            tested.expect("how many of them are different", Set(claimed).count, is: 200)
        }
        try await check("Of 50 starts with one key from 50 tasks, one starts and all others wait") { tested in
            let delivery = tested.delivery(key: "k")
            let added = try await tested.together(50) { store, _ in try await store.add(delivery, startsNow: true) }
            let started = added.filter { if case .running = $0 { true } else { false } }
            tested.expect("how many start", started.count, is: 1)
            let waiting = try await tested.store.deliveries(DeliveryQuery(states: [.waiting]))
            tested.expect("how many wait", waiting.count, is: 49)
        }
        try await check("Of 20 tasks that take a slot, one gets it") { [clock = TestClock()] tested in
            let taken = try await tested.together(20) { store, _ in
                try await store.takeSlot(of: "nightly", at: clock.now)
            }
            tested.expect("how many get it", taken.filter(\.self).count, is: 1)
        }
        try await check("A value that 20 tasks change by its version loses no change") { tested in
            _ = try await tested.together(20) { store, _ in
                for _ in 1...1000 {
                    let old = try await store.value("count", of: "ci")
                    let new = [(old?.bytes.first ?? 0) + 1]
                    let version = try await store.setValue(
                        new, for: "count", of: "ci", expiry: nil, ifVersion: old?.version ?? 0)
                    if version != nil { return }
                }
            }
            tested.expect("the value", try await tested.store.value("count", of: "ci")?.bytes, is: [20])
        }
        try await checkOrderUnderFailures()
    }

    private func checkOrderUnderFailures() async throws {
        try await check("1,000 deliveries of 50 keys run in order within each key, though many attempts fail") {
            tested in
            let clock = tested.clock
            let tomorrow = tested.later(86_400)
            let ledger = Ledger()
            let deliveries = (0..<1000).map { tested.delivery("\($0)", key: "key \($0 % 50)") }
            try await tested.together(5) { store, worker in
                for delivery in deliveries where (Int(delivery.requestID) ?? 0) % 5 == worker {
                    _ = try await store.add(delivery, startsNow: false)
                }
            }
            try await tested.together(8) { store, worker in
                var random = SplitMix(state: UInt64(worker))
                while !ledger.isComplete(1000) {
                    let found = try await store.claim(ClaimLimits(total: 4))
                    if found.deliveries.isEmpty { clock.advance(by: .seconds(1)) }
                    if clock.now > tomorrow { ledger.note("some deliveries are not claimed within a day") }
                    for one in found.deliveries {
                        ledger.begin(one.record)
                        let isFailure = UInt64.random(in: 0..<4, using: &random) == 0
                        ledger.end(one.record, isDone: !isFailure)
                        let end: RunEnd =
                            isFailure
                            ? .retry(due: clock.now.addingTimeInterval(1), error: "no") : .done(outcome: "OK")
                        if try await !store.finish(one.run, end) { ledger.note("a run has lost its delivery") }
                    }
                }
            }
            for problem in ledger.problems { tested.fail(problem) }
            let left = try await tested.store.summary().deliveries
            tested.expect("what is left", left, is: [:])
        }
    }
}

/// What has run of each key.
private final class Ledger: Sendable {
    private struct State {
        var running: Set<String> = []
        var latest: [String: StoredDeliveryID] = [:]
        var doneCount = 0
        var problems: Set<String> = []
    }
    private let state = Mutex(State())

    var problems: [String] { state.withLock { $0.problems.sorted() } }

    func isComplete(_ count: Int) -> Bool { state.withLock { $0.doneCount >= count || !$0.problems.isEmpty } }

    func note(_ problem: String) { state.withLock { _ = $0.problems.insert(problem) } }

    func begin(_ record: DeliveryRecord) {
        let key = record.key ?? ""
        state.withLock { state in
            if !state.running.insert(key).inserted { state.problems.insert("two deliveries of \(key) run at a time") }
            if let latest = state.latest[key], record.id <= latest {
                state.problems.insert("a delivery of \(key) runs after a newer one")
            }
        }
    }

    func end(_ record: DeliveryRecord, isDone: Bool) {
        let key = record.key ?? ""
        state.withLock { state in
            state.running.remove(key)
            guard isDone else { return }
            state.latest[key] = record.id
            state.doneCount += 1
        }
    }
}

/// Random numbers that are the same in each run (Steele, Lea and Flood, “Fast splittable pseudorandom number
/// generators”, 2014).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
