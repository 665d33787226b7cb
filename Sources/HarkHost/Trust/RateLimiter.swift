private import Synchronization

/// Holds every sender to a rate: a token bucket each, which is full at first and refills evenly over the period.
///
/// Kept as one instant a sender, by the generic cell rate algorithm (ITU-T I.371, A.1). The number of senders that are
/// remembered is bounded: one who was forgotten, because more than that many others came since, starts with a full bucket.
final class RateLimiter: Sendable {
    /// Most senders that are remembered unless it is said otherwise.
    static let defaultCapacity = 10_000

    /// The time between two requests at an even rate.
    private let interval: Duration

    /// How far ahead of an even rate a sender may be.
    private let tolerance: Duration

    /// When the next request of a sender would be due at an even rate. The key is nil for the peers without an address.
    private let dueTimes: Mutex<LeastRecentlyUsed<IPAddress?, ContinuousClock.Instant>>

    /// A limiter that remembers up to `capacity` senders, at least one.
    init(_ limit: RateLimit, capacity: Int = RateLimiter.defaultCapacity) {
        // Of a limit that is none, there is a fault already.
        interval = limit.period / max(1, limit.count)
        tolerance = interval * (limit.count - 1)
        dueTimes = Mutex(LeastRecentlyUsed(capacity: capacity))
    }

    /// Counts one request if its sender may make it: nil, or how long the sender must wait first. A refused request costs
    /// nothing.
    ///
    /// A sender is an IPv4 address or the first 64 bits of an IPv6 address, which is what one subscriber has to choose from
    /// (RFC 6177). All that come over Unix domain sockets are one sender.
    func admit(_ source: PeerAddress, at now: ContinuousClock.Instant) -> Duration? {
        dueTimes.withLock { dueTimes in
            dueTimes.update(Self.sender(source), default: now) { due in
                let wait = now.duration(to: due) - tolerance
                if wait > .zero { return wait }
                due = max(due, now) + interval
                return nil
            }
        }
    }

    private static func sender(_ source: PeerAddress) -> IPAddress? {
        // A mapped address first becomes IPv4: its first 64 bits are those of all the others.
        IPAddress(source).map { $0.unmapped.masked(to: 64) }
    }
}
