import HarkStore

import struct FoundationEssentials.Date

/// A store that breaks a rule in most of its methods.
struct BrokenStore: DeliveryStore {
    let store: any DeliveryStore

    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        var delivery = delivery
        delivery.duplicateKey = nil
        delivery.key = nil
        return try await store.add(delivery, startsNow: startsNow)
    }

    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        try await store.claim(ClaimLimits(total: 100))
    }

    func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        _ = try await store.finish(run, end)
        return true
    }

    func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        try await store.replay(id, due: due, note: note)
    }

    func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try await store.cancel(id, note: note)
    }

    func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int {
        try await store.adopt(routes: [])
    }

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try await store.deliveries(query).reversed()
    }

    func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? {
        try await store.payload(of: id)
    }

    func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        []
    }

    func summary() async throws(StoreError) -> StoreSummary { try await store.summary() }

    func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        var message = message
        message.saidKey = nil
        return try await store.addMessage(message)
    }

    func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try await store.updateMessage(id, change)
    }

    func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] {
        try await store.messages(query)
    }

    func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        _ = try await store.takeSlot(of: schedule, at: time)
        return true
    }

    func latestSlot(of schedule: String) async throws(StoreError) -> Date? {
        try await store.latestSlot(of: schedule)
    }

    func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try await store.value(key, of: plugin)
    }

    func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try await store.setValue(
            value, for: key, of: plugin, expiry: expiry, ifVersion: nil)
    }

    func removeValue(for key: String, of plugin: String, ifVersion version: Int64?) async throws(StoreError) -> Bool {
        try await store.removeValue(for: key, of: plugin, ifVersion: version)
    }

    func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        (try? await store.keys(of: plugin, prefix: prefix, limit: limit)) ?? []
    }

    func prune(_ retention: Retention) async throws(StoreError) -> PruneReport {
        throw .unavailable("It cannot be pruned.")
    }

    func close() async { await store.close() }
}
