import HarkStore
import HarkTesting
import Synchronization

import struct FoundationEssentials.Date

/// The store of one of several machines, which share what is in it.
final class SharedStore: DeliveryStore {
    /// What all machines see.
    final class Common: Sendable {
        struct Lease {
            var owner: String
            var end: ContinuousClock.Instant
            var term: Int64
        }

        let clock: TestClock
        let inner: TestStore
        let leases = Mutex<[String: Lease]>([:])

        init(_ clock: TestClock) async throws {
            self.clock = clock
            inner = try await TestStore(clock: clock)
        }
    }

    let wakeUps: AsyncStream<Void>
    let leaseDuration: Duration? = .seconds(60)
    private let name: String
    private let common: Common
    private let isCutOff = Mutex(false)
    private let waker: AsyncStream<Void>.Continuation

    init(_ name: String, _ common: Common) {
        self.name = name
        self.common = common
        (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Makes the store unreachable for this machine.
    func cutOff() { isCutOff.withLock { $0 = true } }

    private var inner: TestStore {
        get throws(StoreError) {
            if isCutOff.withLock({ $0 }) { throw .unavailable("The store cannot be reached.") }
            return common.inner
        }
    }

    func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? {
        _ = try inner
        let now = common.clock.reading.steady
        return common.leases.withLock { leases in
            let held = leases[name]
            if let held, held.owner != self.name, held.end > now { return nil }
            let isKept = held.map { $0.owner == self.name && $0.end > now } ?? false
            let term = (held?.term ?? 0) + (isKept ? 0 : 1)
            leases[name] = Common.Lease(owner: self.name, end: now + duration, term: term)
            return term
        }
    }

    func releaseLease(_ name: String) async throws(StoreError) {
        _ = try inner
        let now = common.clock.reading.steady
        common.leases.withLock { if $0[name]?.owner == self.name { $0[name]?.end = now } }
    }

    func leaseHolder(_ name: String) async throws(StoreError) -> String? {
        let now = common.clock.reading.steady
        return common.leases.withLock { leases in leases[name].flatMap { $0.end > now ? $0.owner : nil } }
    }
}

extension SharedStore {
    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try await inner.add(delivery, startsNow: startsNow)
    }

    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries { try await inner.claim(limits) }

    func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        try await inner.finish(run, end)
    }

    func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        try await inner.replay(id, due: due, note: note)
    }

    func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try await inner.cancel(id, note: note)
    }

    func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int { try await inner.adopt(routes: routes) }

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try await inner.deliveries(query)
    }

    func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? {
        try await inner.payload(of: id)
    }

    func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        try await inner.attempts(of: id)
    }

    func summary() async throws(StoreError) -> StoreSummary { try await inner.summary() }

    func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        try await inner.addMessage(message)
    }

    func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try await inner.updateMessage(id, change)
    }

    func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] {
        try await inner.messages(query)
    }

    func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        try await inner.takeSlot(of: schedule, at: time)
    }

    func latestSlot(of schedule: String) async throws(StoreError) -> Date? {
        try await inner.latestSlot(of: schedule)
    }

    func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try await inner.value(key, of: plugin)
    }

    func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try await inner.setValue(value, for: key, of: plugin, expiry: expiry, ifVersion: version)
    }

    func removeValue(for key: String, of plugin: String, ifVersion version: Int64?) async throws(StoreError) -> Bool {
        try await inner.removeValue(for: key, of: plugin, ifVersion: version)
    }

    func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        try await inner.keys(of: plugin, prefix: prefix, limit: limit)
    }

    func prune(_ retention: Retention) async throws(StoreError) -> PruneReport { try await inner.prune(retention) }

    func close() async { waker.finish() }
}
