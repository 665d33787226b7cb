public import struct FoundationEssentials.Date

/// How many deliveries and messages a store has in each state that is not finished well.
public struct StoreSummary: Sendable, Equatable {
    /// Deliveries in each unfinished state, dead, and quarantined; a state without any is left out.
    public var deliveries: [DeliveryState: Int]
    /// Since when the delivery has been due that is ready and has waited longest; nil if none is due.
    public var oldestReady: Date?
    /// Messages that are not sent yet, by network.
    public var unsentMessages: [String: Int]
    /// When the oldest of them was stored.
    public var oldestMessage: Date?
    /// The size of the store, in bytes.
    public var size: Int

    /// A summary.
    public init(
        deliveries: [DeliveryState: Int] = [:], oldestReady: Date? = nil, unsentMessages: [String: Int] = [:],
        oldestMessage: Date? = nil, size: Int = 0
    ) {
        self.deliveries = deliveries
        self.oldestReady = oldestReady
        self.unsentMessages = unsentMessages
        self.oldestMessage = oldestMessage
        self.size = size
    }
}

/// The sizes of a store, in bytes.
public struct StoreSizes: Sendable, Equatable {
    /// The database.
    public var database: Int
    /// The write-ahead log of the database; nil for a store of a plugin.
    public var log: Int?
    /// What is free on the disk; nil for a store in memory or of a plugin.
    public var free: Int?

    /// Sizes.
    public init(database: Int, log: Int?, free: Int?) {
        self.database = database
        self.log = log
        self.free = free
    }
}

/// How long a store keeps what is finished.
public struct Retention: Sendable, Equatable {
    /// The requests of deliveries that are done, superseded or cancelled.
    public var payloads: Duration
    /// Most bytes of requests of such deliveries, and of those of dead and quarantined ones; the oldest are deleted
    /// first.
    public var payloadBytes: Int
    /// The records of such deliveries, without their requests; longer while a repetition of them must be recognised.
    /// Their requests are not kept for longer.
    public var records: Duration
    /// Dead and quarantined deliveries; with their requests, unless these are too large.
    public var dead: Duration
    /// Homeless deliveries are dead after this.
    public var homeless: Duration
    /// Messages that were sent or given up.
    public var messages: Duration
    /// Slots of schedules.
    public var slots: Duration

    /// The default: 7 days or 1 GiB, 30 days, 30 days, 7 days, 7 days, 90 days.
    public init(
        payloads: Duration = .seconds(7 * 86_400), payloadBytes: Int = 1 << 30,
        records: Duration = .seconds(30 * 86_400), dead: Duration = .seconds(30 * 86_400),
        homeless: Duration = .seconds(7 * 86_400), messages: Duration = .seconds(7 * 86_400),
        slots: Duration = .seconds(90 * 86_400)
    ) {
        self.payloads = payloads
        self.payloadBytes = payloadBytes
        self.records = records
        self.dead = dead
        self.homeless = homeless
        self.messages = messages
        self.slots = slots
    }
}

/// What `DeliveryStore.prune` did.
public struct PruneReport: Sendable, Equatable {
    /// The deliveries that became dead because of their age.
    public var expired: [DeliveryRecord]
    /// How many requests were deleted.
    public var payloads: Int
    /// How many records of deliveries were deleted.
    public var records: Int
    /// How many messages were deleted.
    public var messages: Int

    /// A report.
    public init(expired: [DeliveryRecord] = [], payloads: Int = 0, records: Int = 0, messages: Int = 0) {
        self.expired = expired
        self.payloads = payloads
        self.records = records
        self.messages = messages
    }

    /// Adds what another step did.
    package static func += (report: inout PruneReport, step: PruneReport) {
        report.expired += step.expired
        report.payloads += step.payloads
        report.records += step.records
        report.messages += step.messages
    }
}
