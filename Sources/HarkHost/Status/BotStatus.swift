private import Synchronization

/// How a bot is doing: what `!status` and `!webstatus` say, as a value.
public struct BotStatus: Codable, Sendable, Equatable {
    /// The version of Hark.
    public let version: String

    /// Seconds since the start.
    public let uptime: Int

    /// Where the bot listens: `http://127.0.0.1:3141`.
    public let listeners: [String]

    /// The chosen plugins, sorted by name.
    public let plugins: [Plugin]

    /// Their routes, in the order of the manifests.
    public let routes: [Route]

    /// One plugin.
    public struct Plugin: Codable, Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Whether it takes deliveries and commands.
        public let isActive: Bool
        /// The variables without which some of its routes answer 503, sorted.
        public let awaits: [String]
    }

    /// One route.
    public struct Route: Codable, Sendable, Equatable {
        /// Methods and rule: `POST /github`.
        public let label: String
        /// The plugin that it is of.
        public let plugin: String
        /// Whether its plugin is active.
        public let isActive: Bool
        /// How its deliveries are verified: `github`, `open`, `slack (waits for HARK_SLACK_SECRET)`.
        public let verification: String
        /// Its deliveries since the start.
        public let counts: Counts
    }

    /// Deliveries, by how they went.
    public struct Counts: Codable, Sendable, Equatable {
        /// Answered 1xx to 3xx, the ignored and the incomplete ones among them.
        public let served: Int
        /// Acknowledged without doing anything.
        public let ignored: Int
        /// Lacking something that they should have had.
        public let incomplete: Int
        /// Answered 4xx.
        public let refused: Int
        /// Answered 5xx.
        public let failed: Int
    }
}

/// Says how the bot is doing.
final class StatusReporter: Sendable {
    private let registry: PluginRegistry
    private let secrets: SecretKeeper
    private let clock: BotClock
    private let start: ContinuousClock.Instant
    private let addresses = Mutex<[String]>([])

    /// A reporter of a bot that starts now.
    init(_ registry: PluginRegistry, _ secrets: SecretKeeper, clock: BotClock) {
        self.registry = registry
        self.secrets = secrets
        self.clock = clock
        start = clock.steady
    }

    /// Where the bot listens.
    var listeners: [String] {
        get { addresses.withLock { $0 } }
        set { addresses.withLock { $0 = newValue } }
    }

    /// How the bot is doing now.
    func status() -> BotStatus {
        BotStatus(
            version: Release.version, uptime: Int((clock.steady - start).components.seconds), listeners: listeners,
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
                    let verifier = endpoint.requestGuard?.verifier?.name ?? "open"
                    return BotStatus.Route(
                        label: endpoint.label, plugin: plugin.name, isActive: isActive,
                        verification: verifier + secrets.trust(in: endpoint).remark, counts: endpoint.counters.counts)
                }
            })
    }
}
