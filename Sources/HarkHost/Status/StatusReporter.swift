private import Synchronization

internal import struct FoundationEssentials.Date

/// Reports the status of the bot.
final class StatusReporter: Sendable {
    private let registry: PluginRegistry
    private let secrets: SecretKeeper
    private let networks: NetworkRouter
    private let deliveries: DeliveryQueue
    private let clock: BotClock
    private let start: ContinuousClock.Instant
    /// When the bot was made.
    let startTime: Date
    private let addresses = Mutex<[String]>([])

    /// A reporter of a bot that starts now.
    init(
        _ registry: PluginRegistry, _ secrets: SecretKeeper, _ networks: NetworkRouter, _ deliveries: DeliveryQueue,
        clock: BotClock
    ) {
        self.registry = registry
        self.secrets = secrets
        self.networks = networks
        self.deliveries = deliveries
        self.clock = clock
        start = clock.steady
        startTime = clock.now
    }

    /// Where the bot listens.
    var listeners: [String] {
        get { addresses.withLock { $0 } }
        set { addresses.withLock { $0 = newValue } }
    }

    /// The current status.
    func status() async -> BotStatus {
        let (stored, outbox) = (await deliveries.status(), await networks.outboxStatus())
        return BotStatus(
            version: Release.version, uptime: Int((clock.steady - start).components.seconds), listeners: listeners,
            networks: networks.states.map { name, state, waitingCount in
                BotStatus.Network(
                    name: name.text, isConnected: state == .connected, state: state.description,
                    waitingCount: waitingCount)
            },
            plugins: registry.plugins.map { plugin in
                let isActive = plugin.isActive()
                let awaited = plugin.endpoints.compactMap { endpoint -> String? in
                    guard isActive, case .waiting(let variable) = secrets.trust(in: endpoint) else { return nil }
                    return variable
                }
                return BotStatus.Plugin(name: plugin.name, isActive: isActive, awaits: Set(awaited).sorted())
            },
            routes: registry.plugins.flatMap { plugin in
                let isActive = plugin.isActive()
                return plugin.endpoints.map { endpoint in
                    BotStatus.Route(
                        label: endpoint.label, plugin: plugin.name, isActive: isActive,
                        verification: endpoint.route.verification + secrets.trust(in: endpoint).annotation,
                        counts: endpoint.counters.counts)
                }
            },
            deliveries: stored, outbox: outbox, chatHolder: await networks.chatHolder())
    }
}
