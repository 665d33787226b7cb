private import Glibc
internal import HarkStore

private import struct FoundationEssentials.Date

extension Server {
    /// Longest wait at the start for a store that cannot be reached: a bot and its database often start together.
    private static let longestWait = Duration.seconds(60)

    /// The time between two attempts.
    private static let waitBetween = Duration.seconds(3)

    /// The store for people: that of a plugin, or `sqlite`, `memory` or `off`.
    var storeName: String { host.storePlugin?.storeName ?? host.storeKind.rawValue }

    /// Finds out whether the store can be opened. The built-in one is not changed; that of a plugin is opened, which
    /// makes or migrates its tables, and closed.
    /// - Returns: what the operator should know about it.
    /// - Throws: `Faults` if a start would fail, other than because a running bot uses the store.
    func checkStore() async throws(Faults) -> [String] {
        if let plugin = host.storePlugin {
            do throws(StoreError) { try await plugin.openStore().close() } catch { throw storeFault(error.description) }
            return []
        }
        guard host.storeKind == .sqlite else { return [] }
        do throws(StoreOpenError) {
            switch try await SQLiteStore.inspect(folder: settings.data) {
            case .absent, .sound: return []
            case .outdated:
                return [
                    "The store in “\(settings.data)” is of an older version: it is copied, then brought up to date."
                ]
            case .inUse(let process):
                let owner = process.map { "process \($0)" } ?? "another process"
                return ["The store in “\(settings.data)” is in use by \(owner), probably the bot that runs."]
            }
        } catch {
            throw storeFault(error.description)
        }
    }

    /// Opens the store of the bot; nil if deliveries are not stored.
    /// - Parameter onFailure: called if nothing can be stored any more.
    /// - Throws: `StoreStartError`.
    func openStore(
        onFailure: @escaping @Sendable (StoreError) -> Void
    ) async throws(StoreStartError) -> (any DeliveryStore)? {
        if let plugin = host.storePlugin { return try await open(plugin) }
        switch host.storeKind {
        case .off: return nil
        case .memory, .sqlite:
            do throws(StoreOpenError) {
                guard host.storeKind == .sqlite else { return try await SQLiteStore.inMemory { Date() } }
                var options = SQLiteStoreOptions()
                // A bot that is replaced may still be draining.
                options.lockWait = shutdownLimit
                options.onFailure = onFailure
                options.onWait = { [logger, settings] process in
                    logger.notice(
                        "waiting for the process that uses the store",
                        metadata: ["folder": "\(settings.data)", "process": "\(process, default: "unknown")"])
                }
                return try await SQLiteStore.open(folder: settings.data, clock: { Date() }, options: options)
            } catch {
                throw .faulty(error.description)
            }
        }
    }

    /// Opens the store of a plugin, and waits for it while it cannot be reached.
    private func open(_ plugin: any StorePlugin) async throws(StoreStartError) -> any DeliveryStore {
        let end = ContinuousClock.now + Self.longestWait
        var isFirst = true
        while true {
            do throws(StoreError) { return try await plugin.openStore() } catch {
                guard case .unavailable = error else { throw .faulty(error.description) }
                guard ContinuousClock.now + Self.waitBetween < end else { throw .unreachable(error.description) }
                if isFirst {
                    logger.warning(
                        "waiting for the store, for up to a minute",
                        metadata: ["store": "\(storeName)", "reason": "\(error)"])
                }
                isFirst = false
            }
            try? await Task.sleep(for: Self.waitBetween)
        }
    }

    private func storeFault(_ reason: String) -> Faults { Faults([Fault("store", reason)]) }
}

/// Why a bot cannot start with its store.
enum StoreStartError: Error, Equatable {
    /// Somebody has to change something first.
    case faulty(String)
    /// The store of a plugin could not be reached for a minute. The bot may be started again.
    case unreachable(String)
}
