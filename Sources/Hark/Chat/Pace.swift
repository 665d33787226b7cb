/// A rate limit: a burst of messages, and then one in each interval.
public struct Pace: Sendable, Hashable {
    /// How many messages may be sent at once after a pause; at least 1.
    public let burst: Int

    /// The time after which one more message is allowed.
    public let interval: Duration

    /// A pace.
    public init(burst: Int, interval: Duration) {
        self.burst = max(1, burst)
        self.interval = interval
    }
}

/// Measures what was sent against a pace, by the generic cell rate algorithm (ITU-T I.371, A.1).
package struct PaceMeter: Sendable {
    private let pace: Pace
    /// When the next message is due at an even rate.
    private var due: ContinuousClock.Instant?

    /// A meter that has not counted any message.
    package init(_ pace: Pace) { self.pace = pace }

    /// How long the next message has to wait.
    package func wait(at now: ContinuousClock.Instant) -> Duration {
        let due = max(due ?? now, now)
        return max(.zero, now.duration(to: due) - pace.interval * (pace.burst - 1))
    }

    /// Counts the next message, which is sent after its wait.
    package mutating func count(at now: ContinuousClock.Instant) { due = max(due ?? now, now) + pace.interval }

    /// Counts the next message if it does not have to wait.
    /// - Returns: whether it was counted.
    package mutating func admit(at now: ContinuousClock.Instant) -> Bool {
        guard wait(at: now) == .zero else { return false }
        count(at: now)
        return true
    }

    /// Blocks all messages until a time, and allows no burst after it.
    package mutating func hold(until time: ContinuousClock.Instant) {
        due = max(due ?? time, time + pace.interval * (pace.burst - 1))
    }
}
