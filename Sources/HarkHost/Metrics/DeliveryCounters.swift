internal import HarkStore

/// Counts the stored deliveries of a route, or of a schedule.
final class DeliveryCounters: Sendable {
    /// Those that were stored.
    let stored = Counter()
    /// Those that ended.
    let finished = CounterSet<DeliveryOutcome>()
    /// How their runs ended.
    let attempts = CounterSet<AttemptOutcome>()
    /// How long their handlers took.
    let handlingTime = Histogram(seconds: .longTimes)

    /// Counts what the store did with a new one.
    func count(_ added: AddedDelivery) {
        switch added {
        case .running, .stored, .replayed: stored.add()
        case .duplicate: break
        }
    }

    /// Counts the end of a run, before it is stored.
    func countAttempt(_ end: RunEnd, isIgnored: Bool) {
        let outcome: AttemptOutcome =
            switch end {
            case .done: isIgnored ? .ignored : .done
            case .retry: .retry
            case .postponed: .postponed
            case .dead: .dead
            case .cancelled: .cancelled
            case .released: .released
            }
        attempts[outcome].add()
    }

    /// Counts the end of a delivery, if the end of this run, which has been stored, is one.
    func countEnd(_ end: RunEnd) {
        switch end {
        case .done: finished[.done].add()
        case .dead: finished[.dead].add()
        case .cancelled: finished[.cancelled].add()
        case .retry, .postponed, .released: break
        }
    }
}

/// How a stored delivery ended.
enum DeliveryOutcome: Int, MetricLabel {
    case done, dead, cancelled, quarantined
}

/// How a run of a stored delivery ended.
enum AttemptOutcome: Int, MetricLabel {
    case done, ignored, retry, postponed, dead, cancelled, released
}
