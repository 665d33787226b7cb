internal import HarkEvents
internal import HarkPostgreSQL
internal import HarkStore
internal import Synchronization

internal import struct FoundationEssentials.Date

/// Keeps deliveries, messages, slots and values in PostgreSQL, for one machine or several.
///
/// Each machine has five connections: one writes what is waiting together, one claims, one renews leases and does
/// nothing else, one listens to what other machines have for this one, and one reads and cleans up.
final class PostgreSQLStore: DeliveryStore {
    let machine: Machine
    let configuration: StoreConfiguration
    let writer: PostgreSQLSession
    /// What `writer` writes.
    let queue: WriteQueue
    let claimer: PostgreSQLSession
    let renewer: PostgreSQLSession
    let reader: PostgreSQLSession
    let notifications: NotificationListener

    /// See `DeliveryStore.wakeUps`.
    var wakeUps: AsyncStream<Void> { notifications.wakeUps }

    var leaseDuration: Duration? { configuration.lease }

    func setObserver(_ observer: StoreObserver) { machine.observer = observer }

    private let tasks = Mutex<[Task<Void, Never>]>([])
    private let isClosed = Mutex(false)

    private init(_ given: StoreConfiguration) throws(PostgreSQLError) {
        var configuration = given
        configuration.isOpen = SharedFlag()
        self.configuration = configuration
        machine = Machine(
            schema: configuration.schema, clock: MachineClock(configuration.clock), lease: configuration.lease)
        writer = try PostgreSQLSession.start(configuration.server, hooks: configuration.hooks("writer"))
        queue = WriteQueue(writer, machine)
        claimer = try PostgreSQLSession.start(configuration.server, hooks: configuration.hooks("claimer"))
        renewer = try PostgreSQLSession.start(configuration.server, hooks: configuration.hooks("renewer"))
        reader = try PostgreSQLSession.start(configuration.server, hooks: configuration.hooks("reader"))
        notifications = try NotificationListener(configuration, channel: machine.channel)
    }

    /// Connects, makes the tables or migrates them, and enters this machine into the list.
    /// - Throws: `StoreError.unavailable` if the server cannot be reached, `StoreError.failed` if it does not let the
    ///   bot in, or it or its tables cannot be used.
    static func open(_ configuration: StoreConfiguration) async throws(StoreError) -> PostgreSQLStore {
        let store: PostgreSQLStore
        do throws(PostgreSQLError) { store = try PostgreSQLStore(configuration) } catch { throw error.openingError }
        do throws(StoreError) { try await store.open() } catch {
            await store.closeSessions()
            throw error
        }
        return store
    }

    private func open() async throws(StoreError) {
        try await checkServer()
        try await Migration(session: reader, machine: machine).run()
        let name = configuration.name
        machine.id = try await perform(.upkeep, on: reader) { transaction throws(PostgreSQLError) in
            try transaction.enter(name: name)
        }
        configuration.isOpen.set()
        let timing = configuration.timing
        repeatedly(every: timing.renewal) { await $0.renew() }
        repeatedly(every: timing.recovery) { await $0.recover() }
        repeatedly(every: timing.notificationTest) { await $0.testNotifications() }
        let clock = configuration.clock
        let polling = Task { [notifications] in await notifications.poll(clock) }
        let testing = Task { [weak self, notifications] in
            for await _ in notifications.begins { await self?.testNotifications() }
        }
        tasks.withLock { $0 += [polling, testing] }
    }

    /// Refuses servers that are too old, and warns of those that do not keep what they promise.
    private func checkServer() async throws(StoreError) {
        let version: Int
        let lax: [String]
        do throws(PostgreSQLError) {
            (version, lax) = try await reader.run { connection throws(PostgreSQLError) in
                let settings = try connection.rows(
                    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off'"
                ) { $0.text(0) }
                return (connection.serverVersion, settings)
            }
        } catch { throw error.openingError }
        guard version >= 130_000 else {
            throw .failed("The server is PostgreSQL \(version / 10_000); 13 or later is needed.")
        }
        for setting in lax {
            configuration.logger.warning(
                "PostgreSQL may lose acknowledged deliveries when its machine loses power",
                metadata: ["off": "\(setting)"])
        }
    }

    // MARK: Transactions

    /// Runs `body` in a transaction of its own.
    /// - Parameter isStored: see `PostgreSQLSession.transaction`.
    func perform<Value: Sendable>(
        _ kind: Transaction.Kind, on session: PostgreSQLSession? = nil,
        isStored: @Sendable (Value) async throws(PostgreSQLError) -> Bool = { _ in true },
        _ body: @escaping @Sendable (Transaction) throws(PostgreSQLError) -> Value
    ) async throws(StoreError) -> Value {
        try checkOpen()
        do throws(PostgreSQLError) {
            return try await (session ?? reader).transaction(kind, machine, isStored: isStored, body)
        } catch { throw error.storeError }
    }

    func checkOpen() throws(StoreError) { if isClosed.withLock({ $0 }) { throw .closed } }

    // MARK: The end

    func close() async {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        if wasClosed { return }
        await endTasks()
        await queue.finish()
        // If the server cannot be reached, others take over when the leases have expired.
        _ = try? await reader.transaction(.upkeep, machine) { transaction throws(PostgreSQLError) in
            try transaction.release()
            try transaction.leave()
        }
        await closeSessions()
    }

    /// Ends the use of the store as if the process had died.
    func abandon() async {
        isClosed.withLock { $0 = true }
        await endTasks()
        await closeSessions()
    }

    private func endTasks() async {
        let tasks = tasks.withLock { tasks in
            defer { tasks = [] }
            return tasks
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }

    private func closeSessions() async {
        notifications.end()
        for session in [writer, claimer, renewer, reader] { await session.close() }
        await notifications.close()
    }

    // MARK: What the machine does by itself

    private func repeatedly(every interval: Duration, _ work: @escaping @Sendable (PostgreSQLStore) async -> Void) {
        let clock = configuration.clock
        let task = Task { [weak self] in
            while (try? await clock.sleep(for: interval)) != nil, let store = self { await work(store) }
        }
        tasks.withLock { $0.append(task) }
    }
}
