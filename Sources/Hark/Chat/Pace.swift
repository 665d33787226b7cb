/// So many messages at once, and then one each interval.
public struct Pace: Sendable, Hashable {
    /// Messages that may be sent at once after a pause; at least 1.
    public let burst: Int

    /// The time in which one more is allowed.
    public let interval: Duration

    /// A pace.
    public init(burst: Int, interval: Duration) {
        self.burst = max(1, burst)
        self.interval = interval
    }
}

/// What was sent at a pace so far, by the generic cell rate algorithm (ITU-T I.371, A.1).
package struct PaceMeter: Sendable {
    private let pace: Pace
    /// When the next message would be due at an even pace.
    private var due: ContinuousClock.Instant?

    /// Nothing was sent yet.
    package init(_ pace: Pace) { self.pace = pace }

    /// How long the next message has to wait.
    package func wait(at now: ContinuousClock.Instant) -> Duration {
        let due = max(due ?? now, now)
        return max(.zero, now.duration(to: due) - pace.interval * (pace.burst - 1))
    }

    /// Counts the next message, which is sent once it has waited.
    package mutating func count(at now: ContinuousClock.Instant) { due = max(due ?? now, now) + pace.interval }

    /// Counts the next message if it need not wait.
    /// - Returns: whether that is so.
    package mutating func admit(at now: ContinuousClock.Instant) -> Bool {
        guard wait(at: now) == .zero else { return false }
        count(at: now)
        return true
    }

    /// Lets nothing be sent until a time, and no burst after it.
    package mutating func hold(until time: ContinuousClock.Instant) {
        due = max(due ?? time, time + pace.interval * (pace.burst - 1))
    }
}
