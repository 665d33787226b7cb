import HarkPostgreSQL
import HarkStore
import HarkTesting
import Synchronization
import XCTest

import struct FoundationEssentials.Date

@testable import PostgreSQLPlugin

/// A store whose server has the time of a clock: the schema has a function of its own for it, which is found before
/// PostgreSQL's.
final class ClockedStore: DeliveryStore {
    let store: PostgreSQLStore
    let server: TestServer
    private let clock: StoreClock

    init(_ store: PostgreSQLStore, _ server: TestServer, _ clock: StoreClock) {
        self.store = store
        self.server = server
        self.clock = clock
    }

    var wakeUps: AsyncStream<Void> { store.wakeUps }

    private var now: PostgreSQLStore {
        get async throws(StoreError) {
            try await server.setTime(clock.now)
            return store
        }
    }

    func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try await now.add(delivery, startsNow: startsNow)
    }

    func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries { try await now.claim(limits) }

    func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool { try await now.finish(run, end) }

    func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        try await now.replay(id, due: due, note: note)
    }

    func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try await now.cancel(id, note: note)
    }

    func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int { try await now.adopt(routes: routes) }

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        try await now.deliveries(query)
    }

    func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? { try await now.payload(of: id) }

    func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        try await now.attempts(of: id)
    }

    func summary() async throws(StoreError) -> StoreSummary { try await now.summary() }

    func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        try await now.addMessage(message)
    }

    func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try await now.updateMessage(id, change)
    }

    func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] { try await now.messages(query) }

    func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        try await now.takeSlot(of: schedule, at: time)
    }

    func latestSlot(of schedule: String) async throws(StoreError) -> Date? { try await now.latestSlot(of: schedule) }

    func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try await now.value(key, of: plugin)
    }

    func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try await now.setValue(value, for: key, of: plugin, expiry: expiry, ifVersion: version)
    }

    func removeValue(for key: String, of plugin: String, ifVersion version: Int64?) async throws(StoreError) -> Bool {
        try await now.removeValue(for: key, of: plugin, ifVersion: version)
    }

    func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        try await now.keys(of: plugin, prefix: prefix, limit: limit)
    }

    func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? {
        try await now.holdLease(name, for: duration)
    }

    func releaseLease(_ name: String) async throws(StoreError) { try await now.releaseLease(name) }

    func leaseHolder(_ name: String) async throws(StoreError) -> String? { try await now.leaseHolder(name) }

    func prune(_ retention: Retention) async throws(StoreError) -> PruneReport { try await now.prune(retention) }

    func close() async {
        _ = try? await now
        await store.close()
    }
}
