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
