private import Glibc
internal import HarkStore
private import SystemPackage

private import struct FoundationEssentials.Date

/// The store of a command's environment, in use: that of a running bot over its socket, else the one in the file, or
/// that of a plugin.
struct StoreAccess {
    /// Where the store is.
    struct Place {
        /// The bot's data folder.
        let folder: String
        let kind: StoreOptions.Kind
        /// The plugin that keeps the store; nil for the built-in one.
        let plugin: (any StorePlugin)?

        var database: String { "\(folder)/hark.db" }
        var socket: String { ControlSocket.path(in: folder) }
    }

    /// How long a command waits for another process to leave the store: another command, or a bot that stops.
    private static let lockWait = Duration.seconds(3)

    /// What does the work: a running bot, or the command itself.
    let target: any ControlTarget
    /// The running bot; nil if the command has opened the store itself.
    let bot: BotIdentity?
    /// Deliveries that were running in too many processes that died, as the command found when it opened the store.
    let quarantined: [String]
    fileprivate let opened: (any DeliveryStore)?

    /// Whether no bot uses the store, as far as is known: other machines may share it.
    var isIdle: Bool { bot == nil && opened?.leaseDuration == nil }

    /// Uses a running bot; nil if none listens.
    /// - Throws: `Rejection` if one listens, but does not answer, or not as expected.
    static func ofRunningBot(_ place: Place) async throws(Rejection) -> StoreAccess? {
        guard (try? FilePath(place.socket).stat()) != nil else { return nil }
        let client = ControlClient(socket: place.socket)
        guard let bot = try await client.identity() else {
            await client.shutDown()
            return nil
        }
        return StoreAccess(target: client, bot: bot, quarantined: [], opened: nil)
    }

    /// Opens a store that no bot of this machine uses.
    /// - Throws: `Rejection`, 503 if another process uses the store and does not answer, or it cannot be reached.
    static func opening(_ place: Place) async throws(Rejection) -> StoreAccess {
        if let plugin = place.plugin {
            do throws(StoreError) {
                let store = try await plugin.openStore()
                return StoreAccess(
                    target: StoreControl(operations: DeliveryOperations(store)), bot: nil, quarantined: [],
                    opened: store)
            } catch {
                throw Rejection(error)
            }
        }
        try place.requireDatabase()
        do throws(StoreOpenError) {
            let store = try await SQLiteStore.open(
                folder: place.folder, clock: { Date() }, options: SQLiteStoreOptions(lockWait: lockWait))
            return StoreAccess(
                target: StoreControl(operations: DeliveryOperations(store)), bot: nil,
                quarantined: store.recovery.quarantined.map(\.requestID), opened: store)
        } catch {
            guard case .inUse(_, let process) = error else { throw Rejection(.internalServerError, "\(error)") }
            // The bot may have started in the meantime.
            if let running = try await ofRunningBot(place) { return running }
            throw Rejection(.serviceUnavailable, place.busy(process))
        }
    }

    /// Does something with the store, and ends its use.
    func use<Value: Sendable>(
        _ work: (StoreAccess) async throws(Rejection) -> Value
    ) async throws(Rejection) -> Value {
        let result: Result<Value, Rejection>
        do throws(Rejection) { result = .success(try await work(self)) } catch { result = .failure(error) }
        await opened?.close()
        await (target as? ControlClient)?.shutDown()
        return try result.get()
    }
}

extension StoreAccess.Place {
    /// Makes sure that there is a database. A command does not make one: its folder may be the wrong one.
    func requireDatabase() throws(Rejection) {
        switch kind {
        case .off: throw Rejection(.notImplemented, "This bot stores no deliveries (HARK_STORE=off).")
        case .memory:
            throw Rejection(
                .notImplemented,
                "HARK_STORE=memory keeps deliveries in a running bot, and none listens at “\(socket)”. \(advice)")
        case .sqlite: break
        }
        do { _ = try FilePath(database).stat(followTargetSymlink: false) } catch .noSuchFileOrDirectory {
            throw Rejection(.notImplemented, "There is no store in “\(folder)”. \(advice)")
        } catch {
            throw Rejection(
                .internalServerError, "“\(database)” cannot be looked at (\(error)). Run the command as the bot's user."
            )
        }
    }

    var advice: String { "Start the bot, or set HARK_DATA to the folder that it uses." }

    /// What to say if another process uses the store and does not answer.
    func busy(_ process: Int?) -> String {
        let owner = process.map { "Process \($0)" } ?? "Another process"
        return "\(owner) uses the store in “\(folder)”, and does not answer at “\(socket)”. "
            + "It may be starting or stopping: try again, or stop it."
    }
}

extension CommandContext {
    /// Where the store of this environment is.
    /// - Throws: `Faults` if the settings are malformed.
    func storePlace() throws(Faults) -> StoreAccess.Place {
        let settings = try SettingsReader([ServerSettings.data, StoreOptions.kindSetting]).read(environment).checked()
        // Only an instance knows whether it is configured.
        let plugin = plugins.contains { $0 is any StorePlugin.Type } ? try readOnlyHost().storePlugin : nil
        return StoreAccess.Place(
            folder: try ServerSettings(settings).data, kind: try StoreOptions(settings).kind, plugin: plugin)
    }

    /// Uses the store of this environment: that of a running bot over its socket, else the file or that of a plugin.
    /// - Parameters:
    ///   - use: what to do with the store.
    ///   - offline: what to do instead if no bot runs, without opening the store; nil to open it. A command that has it
    ///     is for the built-in store alone.
    /// - Returns: the exit status that they return, or that of their rejection.
    /// - Throws: `Faults`.
    func withStore(
        _ use: (StoreAccess) async throws(Rejection) -> Int32,
        offline: ((StoreAccess.Place) async throws(Rejection) -> Int32)? = nil
    ) async throws(Faults) -> Int32 {
        let place = try storePlace()
        do throws(Rejection) {
            if offline != nil, let plugin = place.plugin, let name = plugin.storeName {
                throw Rejection(.notImplemented, "The store is \(name). \(plugin.storeUpkeep)")
            }
            guard let offline else { return try await store(in: place).use(use) }
            if let running = try await StoreAccess.ofRunningBot(place) { return try await running.use(use) }
            try place.requireDatabase()
            return try await offline(place)
        } catch {
            return try status(of: error)
        }
    }

    /// The store in this place: that of a running bot over its socket, else the file or that of a plugin.
    func store(in place: StoreAccess.Place) async throws(Rejection) -> StoreAccess {
        if let running = try await StoreAccess.ofRunningBot(place) { return running }
        let store = try await StoreAccess.opening(place)
        for id in store.quarantined { report("\(id) is quarantined: the process died whenever it was handled.") }
        return store
    }

    /// Reports why a command of the store has failed.
    /// - Returns: the exit status: 1 if there is no such delivery, or 75 (`EX_TEMPFAIL` of `sysexits.h`) if it may
    ///   succeed later.
    /// - Throws: `Faults` for everything else.
    func status(of rejection: Rejection) throws(Faults) -> Int32 {
        switch rejection.status {
        case .notFound, .conflict:
            report(rejection.reason)
            return EXIT_FAILURE
        case .serviceUnavailable:
            report(rejection.reason)
            return EX_TEMPFAIL
        default: throw Faults([Fault("store", rejection.reason)])
        }
    }
}
