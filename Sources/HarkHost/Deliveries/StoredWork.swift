internal import HarkStore

/// What a bot keeps in its store, and what works on it: deliveries, schedules, messages, subscriptions, and the values
/// of plugins.
final class StoredWork: Sendable {
    /// Longest wait for messages that are due, and then again for those that are being sent, when the bot stops.
    private static let longestSending = Duration.seconds(1)

    let deliveries: DeliveryQueue
    let scheduler: Scheduler
    let subscriptions: SubscriptionKeeper
    private let values: PluginStores
    private let chat: BotChat
    private let wakeUps = StoreWakeUps()
    private let logger: Logger

    /// The work of a bot, without a store.
    init(_ bot: PreparedBot) {
        let (clock, admins) = (bot.dependencies.clock, bot.chat.admins)
        logger = bot.dependencies.logger
        values = bot.services.stores
        chat = bot.chat
        let handlers =
            bot.registry.plugins.flatMap(\.endpoints).compactMap(\.deliveryHandler) + bot.schedules.map(\.handler)
        deliveries = DeliveryQueue(
            handlers, bot.options.store, bot.storeCounters, clock: clock, logger: logger,
            onDead: { admins.report($0) })
        scheduler = Scheduler(bot.schedules, deliveries, clock: clock, logger: logger)
        subscriptions = SubscriptionKeeper(
            rules: chat.rules, store: values.store(of: Builtins.name),
            isKept: bot.storePlugin != nil || bot.options.store.kind == .sqlite, networks: chat.networks, clock: clock)
    }

    /// Makes the values of plugins usable, queues the stored messages, and reads the subscriptions.
    /// - Parameter store: nil if nothing is stored.
    /// - Throws: `Faults` if the store cannot be read.
    func open(_ store: (any DeliveryStore)?) async throws(Faults) {
        values.open(store)
        do {
            if let store {
                try await chat.networks.openOutbox(store)
            }
            try await subscriptions.read()
        } catch {
            throw Faults([Fault("store", "\(error)")])
        }
        chat.networks.add(rooms: chat.rules.subscriptions.map(\.room))
    }

    /// Begins to handle the stored deliveries and to run schedules. The plugins are active.
    /// - Parameter store: the open one.
    /// - Throws: `Faults` if the store cannot be read.
    func begin(with store: (any DeliveryStore)?) async throws(Faults) {
        do throws(StoreError) {
            let homeless = if let store { try await deliveries.open(store) } else { 0 }
            if let store {
                report(store.recovery)
                observe(store)
            }
            try await scheduler.open()
            guard homeless > 0 else { return }
            logger.warning(
                "stored deliveries have no route in this bot; they wait for it for a week",
                metadata: ["count": "\(homeless)"])
        } catch {
            throw Faults([Fault("store", error.description)])
        }
    }

    /// Learns what other machines do in the store.
    private func observe(_ store: any DeliveryStore) {
        let observer = StoreObserver(
            onCommit: { [storeCounters = deliveries.storeCounters] in storeCounters.count($0) },
            onRecovery: { [weak self] in self?.report($0) })
        wakeUps.open(store, observedBy: observer) { [deliveries, networks = chat.networks, subscriptions] in
            deliveries.wake()
            await networks.wakeUp()
            // Those that were read before stay in use.
            try? await subscriptions.readAgain()
        }
    }

    /// Counts what this machine has taken over from a process that is gone, and tells the log and the admins of what
    /// the store has quarantined.
    private func report(_ recovery: RecoveryReport) {
        deliveries.storeCounters.count(recovery)
        for record in recovery.quarantined {
            deliveries.counters(of: record.route).finished[.quarantined].add()
            logger.error(
                "delivery quarantined: the process died whenever it was handled",
                metadata: ["id": "\(record.requestID)", "plugin": "\(record.route.plugin)"])
            chat.admins.report(
                DeadDelivery(
                    plugin: record.route.plugin, requestID: record.requestID,
                    reason: record.outcome ?? "the process died whenever it was handled"))
        }
    }

    /// Deletes from the store what has been kept long enough, and gives up what has become too old.
    func prune() async {
        await chat.networks.dropExpired()
        await deliveries.prune()
    }

    /// Ends the handling of stored deliveries, the schedules, and the sending of messages. The store stays open.
    /// - Parameter limit: longest wait for handlers.
    func end(within limit: Duration) async {
        wakeUps.close()
        await scheduler.close(within: limit)
        await deliveries.close(within: limit) {
            await chat.networks.closeOutbox(within: min(limit, Self.longestSending))
        }
    }

    /// Closes the store. Plugins have no values any more.
    func close() async {
        await chat.networks.closeOutbox(within: .zero)
        await values.close()?.close()
    }
}
