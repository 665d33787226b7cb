private import Synchronization

/// Limits the rate of each sender with a token bucket, which is full at first and refills evenly over the period.
///
/// Each bucket is stored as one instant, by the generic cell rate algorithm (ITU-T I.371, A.1). A sender is an IPv4
/// address or the first 64 bits of an IPv6 address, which one subscriber can choose from (RFC 6177). Larger networks
/// share wider buckets: one for 48 bits with `siteMultiple` times the rate, and one for 32 bits, the allocation of a
/// provider, with `providerMultiple` times the rate. All peers on Unix domain sockets count as one sender.
///
/// The number of remembered senders is bounded. Senders whose buckets are full again are forgotten first, which changes
/// nothing, then those whose buckets will be full soonest.
final class RateLimiter: Sendable {
    /// Default for the number of remembered senders of each kind.
    static let defaultCapacity = 10_000

    /// The rate of all senders in one 48-bit IPv6 network together, as a multiple of the rate of one sender.
    static let siteMultiple = 16

    /// The rate of all senders in one 32-bit IPv6 network together, as a multiple of the rate of one sender.
    static let providerMultiple = 256

    private let tiers: Mutex<[Tier]>

    /// A limiter that remembers up to `capacity` senders of each kind, at least 1.
    init(_ limit: RateLimit, capacity: Int = RateLimiter.defaultCapacity) {
        let sizes = [(64, 1), (48, Self.siteMultiple), (32, Self.providerMultiple)]
        tiers = Mutex(sizes.map { Tier(limit, times: $0.1, prefixLength: $0.0, capacity: capacity) })
    }

    /// Counts one request if its sender may make it, and returns nil; otherwise returns how long the sender must wait.
    /// A refused request does not count.
    func admit(_ source: PeerAddress, at now: ContinuousClock.Instant) -> Duration? { admit([source], at: now) }

    /// Counts one request against each of several senders, if all of them may make it.
    func admit(_ sources: [PeerAddress], at now: ContinuousClock.Instant) -> Duration? {
        // Mapped addresses become IPv4 first: otherwise they would all share the same first 64 bits.
        let senders = sources.map { IPAddress($0)?.unmapped }
        return tiers.withLock { tiers in
            let waits = tiers.flatMap { tier in senders.map { tier.wait(of: $0, at: now) } }
            if let longest = waits.max(), longest > .zero { return longest }
            for index in tiers.indices {
                for sender in senders { tiers[index].count(sender, at: now) }
            }
            return nil
        }
    }

    /// The buckets of senders, grouped by an address prefix of one length.
    private struct Tier {
        /// The time between two requests at an even rate.
        private let interval: Duration

        /// How far ahead of an even rate a sender may be.
        private let tolerance: Duration

        private let prefixLength: Int

        /// When the next request of a sender is due at an even rate: its bucket is full from then on. The key is nil
        /// for peers without an address.
        private var dueTimes: DueTable<IPAddress?>

        init(_ limit: RateLimit, times multiple: Int, prefixLength: Int, capacity: Int) {
            // An invalid limit has been reported as a fault already.
            let count = min(max(1, limit.count), 1_000_000) * multiple
            interval = limit.period / count
            tolerance = interval * (count - 1)
            self.prefixLength = prefixLength
            dueTimes = DueTable(capacity: capacity)
        }

        /// How long a sender must wait before its next request; zero or negative if it need not wait.
        func wait(of sender: IPAddress?, at now: ContinuousClock.Instant) -> Duration {
            guard isCounted(sender), let due = dueTimes[key(of: sender)] else { return .zero }
            return now.duration(to: due) - tolerance
        }

        mutating func count(_ sender: IPAddress?, at now: ContinuousClock.Instant) {
            guard isCounted(sender) else { return }
            let key = key(of: sender)
            dueTimes[key] = max(dueTimes[key] ?? now, now) + interval
        }

        /// Only IPv6 addresses share wider buckets.
        private func isCounted(_ sender: IPAddress?) -> Bool { prefixLength == 64 || sender?.version == .v6 }

        private func key(of sender: IPAddress?) -> IPAddress? { sender.map { $0.masked(to: prefixLength) } }
    }
}
