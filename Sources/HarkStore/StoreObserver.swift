/// Who is told of what a store does by itself.
public struct StoreObserver: Sendable {
    /// Called after each commit for which senders wait. It must be quick.
    public var onCommit: @Sendable (StoreCommit) -> Void
    /// Called with what ran on machines that are gone, when this machine has made it ready again or quarantined it.
    public var onRecovery: @Sendable (RecoveryReport) -> Void

    /// An observer.
    public init(
        onCommit: @escaping @Sendable (StoreCommit) -> Void,
        onRecovery: @escaping @Sendable (RecoveryReport) -> Void
    ) {
        self.onCommit = onCommit
        self.onRecovery = onRecovery
    }
}

/// A commit to the disk.
public struct StoreCommit: Sendable, Equatable {
    /// How long the disk took.
    public var duration: Duration
    /// How many changes were committed together.
    public var changes: Int

    /// A commit.
    public init(duration: Duration, changes: Int) {
        self.duration = duration
        self.changes = changes
    }
}
