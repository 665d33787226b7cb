package import HarkStore

/// Counts what the store does, and what all deliveries have in common.
package final class StoreCounters: Sendable {
    let errors = CounterSet<StoreErrorKind>()
    let commitTime = Histogram(seconds: .shortTimes)
    let batchSize = Histogram(numbers: [1, 2, 4, 8, 16, 32, 64, 128])
    /// Deliveries that were running in a process that died.
    let crashes = Counter()
    /// Results that were dropped because their deliveries ran elsewhere.
    let leasesLost = Counter()
    /// How long deliveries waited for their first attempt.
    let waitTime = Histogram(seconds: .longTimes)

    /// Counts an error, unless it is that the store is closed, because the bot stops.
    func count(_ error: StoreError) {
        guard let kind = StoreErrorKind(error) else { return }
        errors[kind].add()
    }

    /// Counts the deliveries that were running in processes that died.
    func count(_ recovery: RecoveryReport) {
        crashes.add(recovery.crashed.count { $0.crashes > 0 } + recovery.quarantined.count)
    }

    /// Counts a commit to the disk.
    package func count(_ commit: StoreCommit) {
        commitTime.record(commit.duration)
        batchSize.record(commit.changes)
    }
}

/// Why a call of the store failed.
enum StoreErrorKind: Int, MetricLabel {
    case full, unavailable, unresolved, failed, tooLarge, timeout

    /// Nil if the store is closed.
    init?(_ error: StoreError) {
        switch error {
        case .closed: return nil
        case .full: self = .full
        case .unavailable: self = .unavailable
        case .unresolved: self = .unresolved
        case .failed: self = .failed
        case .tooLarge: self = .tooLarge
        }
    }

    var text: String { self == .tooLarge ? "too_large" : "\(self)" }
}
