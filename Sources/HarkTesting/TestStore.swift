public import HarkStore
private import Synchronization

public import struct FoundationEssentials.Date

/// The store of a bot under test: in memory, on the clock of the test, with faults that the test orders.
public final class TestStore: DeliveryStore {
    private struct Faults {
        var next: [StoreError] = []
        var lasting: StoreError?
    }

    /// Closes the store when no bot uses it any more.
    private final class Owner: Sendable {
        let store: SQLiteStore

        init(_ store: SQLiteStore) { self.store = store }

        deinit {
            let store = store
            Task { await store.close() }
        }
    }

    /// What the crash before it left.
    public let recovery: RecoveryReport

    private let owner: Owner
    private let faults = Mutex(Faults())

    private var inner: SQLiteStore { owner.store }

    /// An empty store.
    /// - Throws: `StoreOpenError` if the machine has no thread left.
    package convenience init(clock: TestClock) async throws(StoreOpenError) {
        self.init(Owner(try await SQLiteStore.inMemory { clock.now }), RecoveryReport())
    }

    private init(_ owner: Owner, _ recovery: RecoveryReport) {
        self.owner = owner
        self.recovery = recovery
    }

    /// Makes the next call that writes fail, or the one after those that will fail already.
    public func fail(next error: StoreError) { faults.withLock { $0.next.append(error) } }

    /// Makes all calls fail, until nil is given.
    public func fail(with error: StoreError?) { faults.withLock { $0.lasting = error } }

    /// Cuts its user off, and marks what was running as after a crash.
    /// - Returns: the same store for the next user.
    /// - Throws: `StoreError`.
    func crash() async throws(StoreError) -> TestStore {
        fail(with: .closed)
        return TestStore(owner, try await inner.recoverAsAfterCrash())
    }

    private func check(writes: Bool = true) throws(StoreError) {
        let error = faults.withLock { faults -> StoreError? in
            if let lasting = faults.lasting { return lasting }
            return writes && !faults.next.isEmpty ? faults.next.removeFirst() : nil
        }
        if let error { throw error }
    }
}

extension TestStore {
    public func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try check()
        return try await inner.add(delivery, startsNow: startsNow)
    }

    public func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        try check(writes: false)
        return try await inner.claim(limits)
    }

    @discardableResult
    public func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        try check()
        return try await inner.finish(run, end)
    }

    public func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        try check()
        return try await inner.replay(id, due: due, note: note)
    }

    public func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try check()
        return try await inner.cancel(id, note: note)
    }

    public func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int {
        try check()
        return try await inner.adopt(routes: routes)
    }

    public func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try check(writes: false)
        return try await inner.deliveries(query)
    }

    public func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? {
        try check(writes: false)
        return try await inner.payload(of: id)
    }

    public func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        try check(writes: false)
        return try await inner.attempts(of: id)
    }

    public func summary() async throws(StoreError) -> StoreSummary {
        try check(writes: false)
        return try await inner.summary()
    }

    public func sizes() async throws(StoreError) -> StoreSizes {
        try check(writes: false)
        return try await inner.sizes()
    }

    public func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        try check()
        return try await inner.addMessage(message)
    }

    public func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try check()
        try await inner.updateMessage(id, change)
    }

    public func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] {
        try check(writes: false)
        return try await inner.messages(query)
    }

    public func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        try check()
        return try await inner.takeSlot(of: schedule, at: time)
    }

    public func latestSlot(of schedule: String) async throws(StoreError) -> Date? {
        try check(writes: false)
        return try await inner.latestSlot(of: schedule)
    }

    public func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try check(writes: false)
        return try await inner.value(key, of: plugin)
    }

    public func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try check()
        return try await inner.setValue(value, for: key, of: plugin, expiry: expiry, ifVersion: version)
    }

    public func removeValue(
        for key: String, of plugin: String, ifVersion version: Int64?
    ) async throws(StoreError) -> Bool {
        try check()
        return try await inner.removeValue(for: key, of: plugin, ifVersion: version)
    }

    public func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        try check(writes: false)
        return try await inner.keys(of: plugin, prefix: prefix, limit: limit)
    }

    public func prune(_ retention: Retention) async throws(StoreError) -> PruneReport {
        try check()
        return try await inner.prune(retention)
    }

    /// Does nothing: the store ends with the test.
    public func close() async {}
}
