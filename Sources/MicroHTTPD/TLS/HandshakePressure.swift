/// Decides how much is done for the TLS handshake of a new connection, when more come than can be served.
///
/// A handshake costs a thread about a millisecond, most of it for the signature that answers the first message of a
/// client, and whoever waits to be accepted waits behind all the others. So when connections have been waiting without
/// a break for a twentieth of a second, clients of sources that open many must answer once before anything is signed,
/// and after half a second those of every source that has a share. After two seconds busy sources are turned away until
/// no one waits.
struct HandshakePressure {
    /// What is done for a connection.
    enum Verdict: Equatable {
        /// Its handshake is that of every other.
        case serve
        /// Its client must answer before it costs a signature (`ConnectionHandle.challenge`).
        case challenge
        /// It is closed at once.
        case turnAway
    }

    /// How long connections wait without a break before busy sources are challenged.
    static let patience = MonotonicTime.Interval(milliseconds: 50)
    /// How long until all sources are.
    static let longPatience = MonotonicTime.Interval(milliseconds: 500)
    /// How long until busy sources are turned away.
    static let longestPatience = MonotonicTime.Interval(milliseconds: 2000)
    /// New connections a second that one source may open before it counts as busy.
    static let rate = 20
    /// Most sources that are counted in a second; others count as busy.
    static let sourceLimit = 4096

    /// Longest time between two connections of one queue: what comes later finds a new one.
    private static let longestGap = MonotonicTime.Interval(milliseconds: 1000)

    /// Since when there have always been others to accept.
    private var waitingSince: MonotonicTime?
    private var last: MonotonicTime
    private var second: MonotonicTime
    private var counts: [Source: Int] = [:]

    /// No pressure.
    init(at now: MonotonicTime) {
        last = now
        second = now
    }

    /// What is done for a connection that was just accepted. `othersWait` says whether there are others to accept.
    mutating func verdict(on source: Source, hasNoShare: Bool, othersWait: Bool, at now: MonotonicTime) -> Verdict {
        if !othersWait || last + Self.longestGap < now { waitingSince = nil }
        if othersWait, waitingSince == nil { waitingSince = now }
        last = now
        if second + MonotonicTime.Interval(milliseconds: 1000) <= now {
            second = now
            counts.removeAll(keepingCapacity: true)
        }
        let count = counts[source, default: counts.count < Self.sourceLimit ? 0 : Self.rate] + 1
        let isBusy = count > Self.rate
        if !isBusy { counts[source] = count }
        guard !hasNoShare, let waitingSince, waitingSince + Self.patience < now else { return .serve }
        if isBusy { return waitingSince + Self.longestPatience < now ? .turnAway : .challenge }
        return waitingSince + Self.longPatience < now ? .challenge : .serve
    }
}
