private import Synchronization

/// Something that happens often and is worth a log entry once in a while.
final class Throttle: Sendable {
    private let interval: Duration
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    /// Told at most once in `interval`.
    init(every interval: Duration) { self.interval = interval }

    /// Whether it is time to tell it again.
    func shouldLog(at now: ContinuousClock.Instant) -> Bool {
        last.withLock { last in
            if let told = last, now - told < interval { return false }
            last = now
            return true
        }
    }
}
