import Synchronization

import struct FoundationEssentials.Date

@testable import HarkHost

/// Values in memory, whose queries are counted, and of which a test can hold back one that was read, or refuse one.
final class WatchedValues: PluginValues {
    private struct State {
        var readCount = 0
        var heldPrefix: String?
        var refusedPrefix: String?
    }

    private let inner: MemoryValues
    private let state = Mutex(State())
    /// Fires when a value was read that is not handed over.
    let holds: AsyncStream<Void>
    private let hold: AsyncStream<Void>.Continuation
    private let releases: AsyncStream<Void>
    private let release: AsyncStream<Void>.Continuation

    init(clock: BotClock) {
        inner = MemoryValues(clock: clock)
        (holds, hold) = AsyncStream.makeStream()
        (releases, release) = AsyncStream.makeStream()
    }

    /// How often something was read.
    var readCount: Int { state.withLock { $0.readCount } }

    /// Holds the next value back that is read of a key with this prefix.
    func holdNext(of prefix: String) { state.withLock { $0.heldPrefix = prefix } }

    /// Refuses to store the next value of a key with this prefix.
    func refuseNext(of prefix: String) { state.withLock { $0.refusedPrefix = prefix } }

    /// Hands over what is held back.
    func handOver() { release.finish() }

    func value(_ key: String) async throws(PluginStoreError) -> StoredPluginValue? {
        let value = try await inner.value(key)
        let isHeld = state.withLock { state in
            state.readCount += 1
            guard let prefix = state.heldPrefix, key.hasPrefix(prefix) else { return false }
            state.heldPrefix = nil
            return true
        }
        guard isHeld else { return value }
        hold.yield()
        for await _ in releases {}
        return value
    }

    func keys(prefix: String) async throws(PluginStoreError) -> [String] {
        state.withLock { $0.readCount += 1 }
        return try await inner.keys(prefix: prefix)
    }

    func set(
        _ bytes: [UInt8], for key: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(PluginStoreError) -> Bool {
        let isRefused = state.withLock { state in
            guard let prefix = state.refusedPrefix, key.hasPrefix(prefix) else { return false }
            state.refusedPrefix = nil
            return true
        }
        if isRefused { throw PluginStoreError(.unavailable, "The disk is full.") }
        return try await inner.set(bytes, for: key, expiry: expiry, ifVersion: version)
    }

    func remove(_ key: String) async throws(PluginStoreError) -> Bool { try await inner.remove(key) }
}
