/// What happens to a durable delivery while another one with the same key is unfinished. Keys belong to their route:
/// deliveries of two routes never wait for each other.
public struct KeyPolicy: Sendable, Hashable {
    /// The policies, for the host.
    package enum Kind: Sendable, Hashable {
        case serial
        case latest(cancelling: Bool)
        case first
        case debounced(delay: Duration, limit: Duration)
    }

    /// Longest time for which a delivery may be debounced.
    package static let longestDebounce = Duration.seconds(86_400)

    package let kind: Kind

    /// All are handled, one after the other, in the order of arrival.
    public static let serial = KeyPolicy(kind: .serial)

    /// One is handled and one waits: a newer one supersedes the one that waits, which is then never handled.
    public static let latest = KeyPolicy(kind: .latest(cancelling: false))

    /// The same as `latest`; with `cancelling`, the task of the one that is being handled is cancelled too.
    public static func latest(cancelling: Bool) -> KeyPolicy { KeyPolicy(kind: .latest(cancelling: cancelling)) }

    /// While one is unfinished, newer ones are superseded at once: they are acknowledged and never handled.
    public static let first = KeyPolicy(kind: .first)

    /// The newest of a burst is handled, once none has arrived for `delay`; the others are superseded.
    /// - Parameters:
    ///   - delay: how long to wait for a newer one: more than 0.
    ///   - limit: how long after the burst's first one the newest is handled in any case: `delay` to 24 h.
    public static func debounced(for delay: Duration, atMost limit: Duration) -> KeyPolicy {
        KeyPolicy(kind: .debounced(delay: delay, limit: limit))
    }
}
