private import Synchronization

/// Limits log entries about a frequent event.
final class Throttle: Sendable {
    private let interval: Duration
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// Allows one entry in each `interval`.
    init(every interval: Duration) { self.interval = interval }

    /// Whether to log now; if so, the next interval begins.
    func shouldLog(at now: ContinuousClock.Instant) -> Bool {
        last.withLock { last in
            if let previous = last, now - previous < interval { return false }
            last = now
            return true
        }
    }
}
