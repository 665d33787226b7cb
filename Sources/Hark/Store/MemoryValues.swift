private import Synchronization

package import struct FoundationEssentials.Date

/// A plugin's values in the memory of the process.
package final class MemoryValues: PluginValues {
    private struct Entry {
        let value: StoredPluginValue
        let expiry: Date?
    }

    private struct State {
        /// By the bytes of their keys, as every other store tells them apart.
        var entries: [[UInt8]: Entry] = [:]
        var latestVersion: Int64 = 0

        /// The entry of a key; nil if there is none, or it has expired.
        func entry(_ key: String, at now: Date) -> Entry? {
            entries[Array(key.utf8)].flatMap { $0.expiry.map { $0 <= now } == true ? nil : $0 }
        }

        mutating func removeExpired(at now: Date) {
            entries = entries.filter { $0.value.expiry.map { $0 > now } ?? true }
        }
    }

    private let state = Mutex(State())
    private let clock: BotClock

    /// No values.
    package init(clock: BotClock) { self.clock = clock }

    package func value(_ key: String) async throws(PluginStoreError) -> StoredPluginValue? {
        state.withLock { $0.entry(key, at: clock.now)?.value }
    }

    package func set(
        _ bytes: [UInt8], for key: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(PluginStoreError) -> Bool {
        try state.withLock { state throws(PluginStoreError) in
            let old = state.entry(key, at: clock.now)
            guard version == nil || version == old?.value.version ?? 0 else { return false }
            if state.entries.count >= PluginStore.mostValues { state.removeExpired(at: clock.now) }
            guard old != nil || state.entries.count < PluginStore.mostValues else {
                throw PluginStoreError(.outOfBounds, "The plugin has \(PluginStore.mostValues) values already.")
            }
            state.latestVersion += 1
            let value = StoredPluginValue(bytes: bytes, version: state.latestVersion)
            state.entries[Array(key.utf8)] = Entry(value: value, expiry: expiry)
            return true
        }
    }

    package func remove(_ key: String) async throws(PluginStoreError) -> Bool {
        state.withLock { state in
            defer { state.entries[Array(key.utf8)] = nil }
            return state.entry(key, at: clock.now) != nil
        }
    }

    package func keys(prefix: String) async throws(PluginStoreError) -> [String] {
        state.withLock { state in
            state.removeExpired(at: clock.now)
            return state.entries.keys.filter { $0.starts(with: prefix.utf8) }
                .sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
