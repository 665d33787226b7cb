private import Synchronization

/// Something that happens often and is worth a log entry once in a while.
final class Throttle: Sendable {
    private let interval: Duration
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// Lets one entry through in each `interval`.
    init(every interval: Duration) { self.interval = interval }

    /// Whether it is time for an entry; if so, the next interval begins.
    func shouldLog(at now: ContinuousClock.Instant) -> Bool {
        last.withLock { last in
            if let previous = last, now - previous < interval { return false }
            last = now
            return true
        }
    }
}
