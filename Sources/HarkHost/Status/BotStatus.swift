/// How a bot is doing: what `!status` and `!webstatus` say, as a value.
public struct BotStatus: Codable, Sendable, Equatable {
    /// The version of Hark.
    public let version: String

    /// Seconds since the start.
    public let uptime: Int

    /// Where the bot listens: `http://127.0.0.1:3141`.
    public let listeners: [String]

    /// The chat networks, the default one first.
    public let networks: [Network]

    /// The chosen plugins, sorted by name.
    public let plugins: [Plugin]

    /// Their routes, in the order of the manifests.
    public let routes: [Route]

    /// One chat network.
    public struct Network: Codable, Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Whether messages go both ways.
        public let isConnected: Bool
        /// How its connection is: `connected`, `disconnected (the token was revoked)`.
        public let state: String
        /// How many messages wait for it.
        public let waitingCount: Int
    }

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
