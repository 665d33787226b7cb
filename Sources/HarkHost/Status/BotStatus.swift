/// The status of a bot: what `!status` and `!webstatus` show, as a value.
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

    /// The stored deliveries; nil if none are stored, or the store does not answer.
    public let deliveries: Deliveries?

    /// The stored messages that wait for their rooms; nil if none are stored, or the store does not answer.
    public let outbox: Outbox?

    /// Which of the machines that share the store holds the chat connections; nil if there is one machine.
    public let chatHolder: ChatHolder?

    /// The machine that holds the chat connections.
    public struct ChatHolder: Codable, Sendable, Equatable {
        /// Its name; nil while no machine holds them, or the store does not answer.
        public let machine: String?
        /// Whether it is the machine that reports.
        public let isThisMachine: Bool
    }

    /// Messages that are stored until their networks have them.
    public struct Outbox: Codable, Sendable, Equatable {
        /// Those that wait.
        public let waiting: Int
        /// How many seconds ago the oldest of them was stored; nil if none waits.
        public let oldestSeconds: Int?
        /// The rooms that do not exist or do not let the bot in, for which some of them wait.
        public let missingRooms: [String]
    }

    /// Deliveries that are stored.
    public struct Deliveries: Codable, Sendable, Equatable {
        /// Those that run.
        public let running: Int
        /// Those that wait: for a worker, for another delivery with their key, or for their next attempt.
        public let waiting: Int
        /// How many seconds ago the oldest one that could run arrived; nil if none could.
        public let oldestSeconds: Int?
        /// Those that failed for good, and are kept.
        public let dead: Int
        /// Those whose plugin or route this bot does not have.
        public let homeless: Int
        /// The size of the store, in bytes.
        public let storeSize: Int
    }

    /// One chat network.
    public struct Network: Codable, Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Whether messages go both ways.
        public let isConnected: Bool
        /// The state of its connection: `connected`, `disconnected (the token was revoked)`.
        public let state: String
        /// The number of its queued messages.
        public let waitingCount: Int
    }

    /// One plugin.
    public struct Plugin: Codable, Sendable, Equatable {
        /// Its name.
        public let name: String
        /// Whether it takes deliveries and commands.
        public let isActive: Bool
        /// The variables that some of its routes wait for and answer 503 without, sorted.
        public let awaits: [String]
    }

    /// One route.
    public struct Route: Codable, Sendable, Equatable {
        /// Methods and rule: `POST /github`.
        public let label: String
        /// The plugin that declares it.
        public let plugin: String
        /// Whether its plugin is active.
        public let isActive: Bool
        /// How its deliveries are verified: `github`, `open`, `slack (waits for HARK_SLACK_SECRET)`.
        public let verification: String
        /// Its deliveries since the start.
        public let counts: Counts
    }

    /// Numbers of deliveries, by result.
    public struct Counts: Codable, Sendable, Equatable {
        /// Answered 1xx to 3xx, including the ignored and the incomplete ones.
        public let served: Int
        /// Accepted but ignored.
        public let ignored: Int
        /// Lacking expected fields.
        public let incomplete: Int
        /// Answered 4xx.
        public let refused: Int
        /// Answered 5xx.
        public let failed: Int
    }
}
