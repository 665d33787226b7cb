import HarkStore
import TestSupport

import struct FoundationEssentials.Date

/// A store that breaks a rule in most of its methods.
struct BrokenStore: ForwardingStore {
    let inner: any DeliveryStore

    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        var delivery = delivery
        delivery.duplicateKey = nil
        delivery.key = nil
        return try await inner.add(delivery, startsNow: startsNow)
    }

    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        try await inner.claim(ClaimLimits(total: 100))
    }

    func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        _ = try await inner.finish(run, end)
        return true
    }

    func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int {
        try await inner.adopt(routes: [])
    }

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try await inner.deliveries(query).reversed()
    }

    func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        []
    }

    func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        var message = message
        message.repetitionKey = nil
        return try await inner.addMessage(message)
    }

    func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        _ = try await inner.takeSlot(of: schedule, at: time)
        return true
    }

    func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try await inner.setValue(
            value, for: key, of: plugin, expiry: expiry, ifVersion: nil)
    }

    func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        (try? await inner.keys(of: plugin, prefix: prefix, limit: limit)) ?? []
    }

    func prune(_ retention: Retention) async throws(StoreError) -> PruneReport {
        throw .unavailable("It cannot be pruned.")
    }
}
