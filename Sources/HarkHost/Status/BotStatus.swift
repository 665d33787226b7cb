/// The status of a bot: what `!status` and `!webstatus` show, as a value.
package struct BotStatus: Codable, Sendable, Equatable {
    /// The version of Hark.
    package let version: String

    /// Seconds since the start.
    package let uptime: Int

    /// Where the bot listens: `http://127.0.0.1:3141`.
    package let listeners: [String]

    /// The chat networks, the default one first.
    package let networks: [Network]

    /// The chosen plugins, sorted by name.
    package let plugins: [Plugin]

    /// Their routes, in the order of the manifests.
    package let routes: [Route]

    /// The stored deliveries; nil if none are stored, or the store does not answer.
    package let deliveries: Deliveries?

    /// The stored messages that wait for their rooms; nil if none are stored, or the store does not answer.
    package let outbox: Outbox?

    /// Which of the machines that share the store holds the chat connections; nil if there is one machine.
    package let chatHolder: ChatHolder?

    /// The machine that holds the chat connections.
    package struct ChatHolder: Codable, Sendable, Equatable {
        /// Its name; nil while no machine holds them, or the store does not answer.
        package let machine: String?
        /// Whether it is the machine that reports.
        package let isThisMachine: Bool
    }

    /// Messages that are stored until their networks have them.
    package struct Outbox: Codable, Sendable, Equatable {
        /// Those that wait.
        package let waiting: Int
        /// How many seconds ago the oldest of them was stored; nil if none waits.
        package let oldestSeconds: Int?
        /// The rooms that do not exist or do not let the bot in, for which some of them wait.
        package let missingRooms: [String]
    }

    /// Deliveries that are stored.
    package struct Deliveries: Codable, Sendable, Equatable {
        /// Those that run.
        package let running: Int
        /// Those that wait: for a worker, for another delivery with their key, or for their next attempt.
        package let waiting: Int
        /// How many seconds ago the oldest one that could run became due; nil if none could.
        package let oldestSeconds: Int?
        /// Those that failed for good, and are kept.
        package let dead: Int
        /// Those whose plugin or route this bot does not have.
        package let homeless: Int
        /// The size of the store, in bytes.
        package let storeSize: Int
    }

    /// One chat network.
    package struct Network: Codable, Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Whether messages go both ways.
        package let isConnected: Bool
        /// The state of its connection: `connected`, `disconnected (the token was revoked)`.
        package let state: String
        /// The number of its queued messages.
        package let waitingCount: Int
    }

    /// One plugin.
    package struct Plugin: Codable, Sendable, Equatable {
        /// Its name.
        package let name: String
        /// Whether it takes deliveries and commands.
        package let isActive: Bool
        /// The variables that some of its routes wait for and answer 503 without, sorted.
        package let awaits: [String]
    }

    /// One route.
    package struct Route: Codable, Sendable, Equatable {
        /// Methods and rule: `POST /github`.
        package let label: String
        /// The plugin that declares it.
        package let plugin: String
        /// Whether its plugin is active.
        package let isActive: Bool
        /// How its deliveries are verified: `github`, `open`, `slack (waits for HARK_SLACK_SECRET)`.
        package let verification: String
        /// Its deliveries since the start.
        package let counts: Counts
    }

    /// Numbers of deliveries, by result.
    package struct Counts: Codable, Sendable, Equatable {
        /// Answered 1xx to 3xx, including the ignored and the incomplete ones.
        package let served: Int
        /// Accepted but ignored.
        package let ignored: Int
        /// Lacking expected fields.
        package let incomplete: Int
        /// Answered 4xx.
        package let refused: Int
        /// Answered 5xx.
        package let failed: Int
    }
}
