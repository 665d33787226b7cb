internal import HarkStore
private import Synchronization

private import struct FoundationEssentials.Date

/// The values of all plugins: in the bot's store while it is open, or in memory if the bot has none.
final class PluginStores: Sendable {
    private enum State {
        case unopened
        case stored(any DeliveryStore)
        /// By the names of the plugins.
        case inMemory([String: MemoryValues])
        case closed
    }

    private let state = Mutex(State.unopened)
    private let clock: BotClock

    /// Values that cannot be read before `open`.
    init(clock: BotClock) { self.clock = clock }

    /// The values of a plugin.
    func store(of plugin: String) -> PluginStore { PluginStore(Values(stores: self, plugin: plugin), clock: clock) }

    /// Makes the values usable.
    /// - Parameter store: has them; nil to keep them in memory.
    func open(_ store: (any DeliveryStore)?) {
        state.withLock { $0 = store.map { .stored($0) } ?? .inMemory([:]) }
    }

    /// Ends the use of the values.
    /// - Returns: the store that had them, to be closed.
    func close() -> (any DeliveryStore)? {
        state.withLock { state in
            defer { state = .closed }
            if case .stored(let store) = state { return store }
            return nil
        }
    }

    /// Where the values of a plugin are now.
    private func values(of plugin: String) throws(PluginStoreError) -> any PluginValues {
        try state.withLock { state throws(PluginStoreError) in
            switch state {
            case .unopened:
                throw PluginStoreError(.unavailable, "Values can be read and changed from activate() on.")
            case .closed:
                throw PluginStoreError(.unavailable, "The bot has stopped.")
            case .stored(let store):
                return StoredValues(store: store, plugin: plugin)
            case .inMemory(var all):
                let values = all[plugin] ?? MemoryValues(clock: clock)
                all[plugin] = values
                state = .inMemory(all)
                return values
            }
        }
    }

    /// The values of a plugin, wherever they are.
    private struct Values: PluginValues {
        let stores: PluginStores
        let plugin: String

        func value(_ key: String) async throws(PluginStoreError) -> StoredPluginValue? {
            try await stores.values(of: plugin).value(key)
        }

        func set(
            _ bytes: [UInt8], for key: String, expiry: Date?, ifVersion version: Int64?
        ) async throws(PluginStoreError) -> Bool {
            try await stores.values(of: plugin).set(bytes, for: key, expiry: expiry, ifVersion: version)
        }

        func remove(_ key: String) async throws(PluginStoreError) -> Bool {
            try await stores.values(of: plugin).remove(key)
        }

        func keys(prefix: String) async throws(PluginStoreError) -> [String] {
            try await stores.values(of: plugin).keys(prefix: prefix)
        }
    }
}

/// The values of a plugin in the bot's store.
private struct StoredValues: PluginValues {
    let store: any DeliveryStore
    let plugin: String

    func value(_ key: String) async throws(PluginStoreError) -> StoredPluginValue? {
        do throws(StoreError) {
            return try await store.value(key, of: plugin).map {
                StoredPluginValue(bytes: $0.bytes, version: $0.version)
            }
        } catch { throw PluginStoreError(error) }
    }

    func set(
        _ bytes: [UInt8], for key: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(PluginStoreError) -> Bool {
        do throws(StoreError) {
            return try await store.setValue(bytes, for: key, of: plugin, expiry: expiry, ifVersion: version) != nil
        } catch { throw PluginStoreError(error) }
    }

    func remove(_ key: String) async throws(PluginStoreError) -> Bool {
        do throws(StoreError) { return try await store.removeValue(for: key, of: plugin, ifVersion: nil) } catch {
            throw PluginStoreError(error)
        }
    }

    func keys(prefix: String) async throws(PluginStoreError) -> [String] {
        do throws(StoreError) {
            return try await store.keys(of: plugin, prefix: prefix, limit: StoreLimits.valuesOfPlugin)
        } catch { throw PluginStoreError(error) }
    }
}

extension PluginStoreError {
    /// The same error for a plugin.
    fileprivate init(_ error: StoreError) {
        switch error {
        case .tooLarge(let reason): self.init(.outOfBounds, reason)
        case .closed, .full, .unavailable, .unresolved, .failed: self.init(.unavailable, error.description)
        }
    }
}
