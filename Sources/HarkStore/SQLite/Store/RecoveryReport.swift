/// What a store found at its opening that a process which died had left.
public struct RecoveryReport: Sendable, Equatable {
    /// Deliveries that were running when the process died, and are ready again.
    public var crashed: [DeliveryRecord]
    /// Deliveries that were running in too many processes that died. They run again when a person replays them.
    public var quarantined: [DeliveryRecord]

    /// A report.
    public init(crashed: [DeliveryRecord] = [], quarantined: [DeliveryRecord] = []) {
        self.crashed = crashed
        self.quarantined = quarantined
    }
}

/// The sizes of a store, in bytes.
public struct StoreSizes: Sendable, Equatable {
    /// The database.
    public var database: Int
    /// The write-ahead log of the database.
    public var log: Int
    /// What is free on the disk; nil for a store in memory.
    public var free: Int?

    /// Sizes.
    public init(database: Int, log: Int, free: Int?) {
        self.database = database
        self.log = log
        self.free = free
    }
}
