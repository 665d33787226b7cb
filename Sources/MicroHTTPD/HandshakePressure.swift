/// Decides which TLS connections are turned away before their handshake costs anything, when more come than can be
/// served.
///
/// A handshake costs a thread most of a millisecond, and whoever waits to be accepted waits behind all the others. So
/// when connections have been waiting without a break for a tenth of a second, those of sources that open many are
/// turned away until nobody waits; after half a second, those of every source that has a share.
struct HandshakePressure {
    /// How long connections wait without a break before busy sources are turned away.
    static let patience = MonotonicTime.Interval(milliseconds: 100)
    /// How long until all sources are.
    static let longPatience = MonotonicTime.Interval(milliseconds: 500)
    /// New connections a second that one source may open before it counts as busy.
    static let rate = 20
    /// Most sources that are counted in a second; others count as busy.
    static let sourceLimit = 4096

    private var relieved: MonotonicTime
    private var second: MonotonicTime
    private var counts: [Source: Int] = [:]

    /// No pressure.
    init(at now: MonotonicTime) {
        relieved = now
        second = now
    }

    /// Whether a connection that was just accepted is served. `othersWait` says whether there are others to accept.
    mutating func admits(_ source: Source, hasNoShare: Bool, othersWait: Bool, at now: MonotonicTime) -> Bool {
        if !othersWait { relieved = now }
        if second + MonotonicTime.Interval(milliseconds: 1000) <= now {
            second = now
            counts.removeAll(keepingCapacity: true)
        }
        let count = counts[source, default: counts.count < Self.sourceLimit ? 0 : Self.rate] + 1
        if count <= Self.rate { counts[source] = count }
        guard !hasNoShare, relieved + Self.patience < now else { return true }
        return count <= Self.rate && now <= relieved + Self.longPatience
    }
}
