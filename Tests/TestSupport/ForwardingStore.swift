package import HarkStore

package import struct FoundationEssentials.Date

/// A store that passes every call on to another one. A test's own store overrides what it is about.
package protocol ForwardingStore: DeliveryStore {
    /// The store that gets the next call.
    /// - Throws: why there is none.
    var inner: any DeliveryStore { get async throws(StoreError) }
}

extension ForwardingStore {
    package func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try await inner.add(delivery, startsNow: startsNow)
    }

    package func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        try await inner.claim(limits)
    }

    package func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        try await inner.finish(run, end)
    }

    package func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        try await inner.replay(id, due: due, note: note)
    }

    package func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try await inner.cancel(id, note: note)
    }

    package func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int {
        try await inner.adopt(routes: routes)
    }

    package func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try await inner.deliveries(query)
    }

    package func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? {
        try await inner.payload(of: id)
    }

    package func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        try await inner.attempts(of: id)
    }

    package func summary() async throws(StoreError) -> StoreSummary { try await inner.summary() }

    package func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        try await inner.addMessage(message)
    }

    package func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try await inner.updateMessage(id, change)
    }

    package func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] {
        try await inner.messages(query)
    }

    package func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        try await inner.takeSlot(of: schedule, at: time)
    }

    package func latestSlot(of schedule: String) async throws(StoreError) -> Date? {
        try await inner.latestSlot(of: schedule)
    }

    package func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try await inner.value(key, of: plugin)
    }

    package func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try await inner.setValue(value, for: key, of: plugin, expiry: expiry, ifVersion: version)
    }

    package func removeValue(
        for key: String, of plugin: String, ifVersion version: Int64?
    ) async throws(StoreError) -> Bool {
        try await inner.removeValue(for: key, of: plugin, ifVersion: version)
    }

    package func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        try await inner.keys(of: plugin, prefix: prefix, limit: limit)
    }

    package func prune(_ retention: Retention) async throws(StoreError) -> PruneReport {
        try await inner.prune(retention)
    }

    package func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? {
        try await inner.holdLease(name, for: duration)
    }

    package func releaseLease(_ name: String) async throws(StoreError) { try await inner.releaseLease(name) }

    package func leaseHolder(_ name: String) async throws(StoreError) -> String? { try await inner.leaseHolder(name) }

    package func close() async { try? await inner.close() }
}
