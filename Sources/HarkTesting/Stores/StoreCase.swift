internal import HarkStore

internal import struct FoundationEssentials.Date

/// A rule under test, its store, and what its check needs.
struct StoreCase {
    /// The check cannot go on. The failure is recorded.
    struct Ended: Error {}

    static let route = StoredRoute(plugin: "ci", label: "POST /ci")
    static let otherRoute = StoredRoute(plugin: "deploys", label: "POST /deploys/<service>")

    let rule: String
    var store: any DeliveryStore
    let clock: TestClock
    let findings: Findings

    var now: Date { clock.now }

    /// The time that is so many seconds from now.
    func later(_ seconds: Int) -> Date { now.addingTimeInterval(Double(seconds)) }

    func fail(_ what: String) { findings.fail("\(rule): \(what)") }

    /// Compares what was found with what the rule demands.
    func expect<Value: Equatable>(_ what: String, _ found: Value, is expected: Value) {
        if found != expected { fail("\(what) is \(found), not \(expected)") }
    }

    /// Expects an error.
    func expectError(_ what: String, _ isRight: (StoreError) -> Bool, _ body: () async throws -> Void) async {
        do {
            try await body()
            fail("\(what) throws nothing")
        } catch let error as StoreError {
            if !isRight(error) { fail("\(what) throws “\(error)”") }
        } catch { fail("\(what) throws “\(error)”, which is no StoreError") }
    }

    /// A value that the check cannot go on without.
    func require<Value>(_ what: String, _ value: Value?) throws -> Value {
        guard let value else {
            fail("there is no \(what)")
            throw Ended()
        }
        return value
    }

    /// A delivery with the usual values.
    func delivery(
        _ requestID: String = "request", route: StoredRoute = Self.route, key: String? = nil,
        _ policy: StoredKeyPolicy = .serial, duplicateKey: UInt128? = nil, life seconds: Int = 259_200,
        body: [UInt8] = [1]
    ) -> NewDelivery {
        NewDelivery(
            requestID: requestID, route: route, key: key, policy: policy, duplicateKey: duplicateKey,
            duplicateLifetime: .seconds(86_400), expiry: later(seconds), head: [0x7b, 0x7d], body: body)
    }

    /// Stores a delivery.
    /// - Returns: its number, whatever state it is in.
    @discardableResult
    func add(_ delivery: NewDelivery, startsNow: Bool = false) async throws -> StoredDeliveryID {
        switch try await store.add(delivery, startsNow: startsNow) {
        case .running(let run): return run.id
        case .stored(let id, _, _, _): return id
        case .duplicate(let id, _), .replayed(let id):
            fail("\(delivery.requestID) is a duplicate of \(id.rawValue)")
            throw Ended()
        }
    }

    /// Stores a delivery that starts at once.
    func start(_ delivery: NewDelivery) async throws -> DeliveryRun {
        let added = try await store.add(delivery, startsNow: true)
        guard case .running(let run) = added else {
            fail("\(delivery.requestID) does not start, it is \(added)")
            throw Ended()
        }
        return run
    }

    /// Stores a delivery and ends its first run.
    @discardableResult
    func addEnded(_ delivery: NewDelivery, _ end: RunEnd) async throws -> StoredDeliveryID {
        let run = try await start(delivery)
        try await finish(run, end)
        return run.id
    }

    /// Ends a run that owns its delivery.
    func finish(_ run: DeliveryRun, _ end: RunEnd = .done(outcome: "OK")) async throws {
        if try await !store.finish(run, end) { fail("a run that owns its delivery cannot end as \(end)") }
    }

    /// Claims at most so many deliveries.
    func claim(_ total: Int = 100) async throws -> ClaimedDeliveries {
        try await store.claim(ClaimLimits(total: total))
    }

    /// Claims one delivery, which must be this one.
    func claimOnly(_ id: StoredDeliveryID) async throws -> DeliveryRun {
        let claimed = try await claim().deliveries
        expect("what is claimed", claimed.map(\.record.id.rawValue), is: [id.rawValue])
        return try require("claimed delivery", claimed.first).run
    }

    /// Lets hours pass in which the store is used.
    func pass(hours: Int, _ retention: Retention = Retention()) async throws {
        for _ in 1...hours {
            _ = try await store.prune(retention)
            clock.advance(by: .seconds(3600))
        }
        _ = try await store.prune(retention)
    }

    /// The record of a delivery.
    func record(_ id: StoredDeliveryID) async throws -> DeliveryRecord {
        let before = StoredDeliveryID(rawValue: id.rawValue + 1)
        let found = try await store.deliveries(DeliveryQuery(before: before, limit: 1)).first
        return try require("delivery \(id.rawValue)", found?.id == id ? found : nil)
    }

    /// Compares the state of a delivery.
    func expectState(_ what: String, _ id: StoredDeliveryID, is expected: DeliveryState) async throws {
        expect("the state of \(what)", try await record(id).state, is: expected)
    }

    /// Runs tasks at the same time.
    /// - Returns: their results, in the order of their ends.
    @discardableResult
    func together<Result: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (any DeliveryStore, Int) async throws -> Result
    ) async throws -> [Result] {
        let store = store
        return try await withThrowingTaskGroup(of: Result.self) { group in
            for number in 0..<count { group.addTask { try await body(store, number) } }
            var results: [Result] = []
            for try await result in group { results.append(result) }
            return results
        }
    }
}
