/// Decides how to treat the TLS handshake of a new connection when more arrive than can be served.
///
/// A handshake takes about a millisecond of a thread, most of it for the signature in the reply to a client's first
/// message, and a connection that waits to be accepted waits behind all others. So when connections have been waiting
/// continuously for 50 ms, clients of busy sources must answer once before anything is signed, and after 500 ms those
/// of every source that has a share. After two seconds busy sources are turned away until nobody waits.
struct HandshakePressure {
    /// How to treat a connection.
    enum Verdict: Equatable {
        /// Normally.
        case serve
        /// Its client must answer before it costs a signature (`ConnectionHandle.challenge`).
        case challenge
        /// It is closed at once.
        case turnAway
    }

    /// How long connections wait continuously before busy sources are challenged.
    static let patience = MonotonicTime.Interval(milliseconds: 50)
    /// How long until all sources are challenged.
    static let longPatience = MonotonicTime.Interval(milliseconds: 500)
    /// How long until busy sources are turned away.
    static let longestPatience = MonotonicTime.Interval(milliseconds: 2000)
    /// New connections per second that one source may open before it counts as busy.
    static let rate = 20
    /// Most sources that are counted in a second; others count as busy.
    static let sourceLimit = 4096

    /// Longest time between two connections of one queue; after that, a new queue begins.
    private static let longestGap = MonotonicTime.Interval(milliseconds: 1000)

    /// Since when there have always been connections waiting to be accepted.
    private var waitingSince: MonotonicTime?
    private var last: MonotonicTime
    private var second: MonotonicTime
    private var counts: [Source: Int] = [:]

    /// The state without pressure.
    init(at now: MonotonicTime) {
        last = now
        second = now
    }

    /// How to treat a connection that was just accepted. `othersWait`: whether more wait to be accepted.
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
