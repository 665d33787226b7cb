private import Synchronization

/// Holds every sender to a rate: a token bucket each, which is full at first and refills evenly over the period.
///
/// Kept as one instant a sender, by the generic cell rate algorithm (ITU-T I.371, A.1). A sender is an IPv4 address or
/// the first 64 bits of an IPv6 address, which is what one subscriber has to choose from (RFC 6177). Who has more to
/// choose from shares wider buckets: one for 48 bits, of `siteMultiple` times the rate, and one for 32 bits, which is
/// what a provider gets, of `providerMultiple` times. All that come over Unix domain sockets are one sender.
///
/// The number of senders that are remembered is bounded. Those are forgotten first whose buckets are full again, which
/// changes nothing, and then those whose buckets will be full soonest.
final class RateLimiter: Sendable {
    /// Most senders that are remembered of each kind unless it is said otherwise.
    static let defaultCapacity = 10_000

    /// How often the rate of one sender all of the same 48 bits of an IPv6 address may call together.
    static let siteMultiple = 16

    /// How often the rate of one sender all of the same 32 bits of an IPv6 address may call together.
    static let providerMultiple = 256

    private let tiers: Mutex<[Tier]>

    /// A limiter that remembers up to `capacity` senders of each kind, at least one.
    init(_ limit: RateLimit, capacity: Int = RateLimiter.defaultCapacity) {
        let sizes = [(64, 1), (48, Self.siteMultiple), (32, Self.providerMultiple)]
        tiers = Mutex(sizes.map { Tier(limit, times: $0.1, prefixLength: $0.0, capacity: capacity) })
    }

    /// Counts one request if its sender may make it: nil, or how long the sender must wait first. A refused request
    /// costs nothing.
    func admit(_ source: PeerAddress, at now: ContinuousClock.Instant) -> Duration? { admit([source], at: now) }

    /// Counts one request against each of several senders, if all of them may make it.
    func admit(_ sources: [PeerAddress], at now: ContinuousClock.Instant) -> Duration? {
        // A mapped address first becomes IPv4: its first 64 bits are those of all the others.
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

    /// The buckets of all senders who have the same number of bits in common.
    private struct Tier {
        /// The time between two requests at an even rate.
        private let interval: Duration

        /// How far ahead of an even rate a sender may be.
        private let tolerance: Duration

        private let prefixLength: Int

        /// When the next request of a sender would be due at an even rate: its bucket is full from then on. The key is
        /// nil for the peers without an address.
        private var dueTimes: DueTable<IPAddress?>

        init(_ limit: RateLimit, times multiple: Int, prefixLength: Int, capacity: Int) {
            // Of an invalid limit, there is a fault already.
            let count = min(max(1, limit.count), 1_000_000) * multiple
            interval = limit.period / count
            tolerance = interval * (count - 1)
            self.prefixLength = prefixLength
            dueTimes = DueTable(capacity: capacity)
        }

        /// How long a sender must wait before its next request; nothing or less when it need not.
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
