/// Whether the bot is in a room that it has to join, and when it joins again.
package struct RoomPresence: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package enum State: Sendable {
        /// It joins at this time; nil for at once.
        case outside(until: Instant?)
        case joining(since: Instant)
        case inside(since: Instant)
        /// It was refused, and will be tried again later.
        case refused(ChatError, until: Instant)
    }

    /// How long the bot does not retry a room that refused it.
    package static let refusalTime = Duration.seconds(600)
    /// The same for a room that refused it repeatedly, or removed it twice.
    package static let longestRefusalTime = Duration.seconds(3600)
    /// How long the server may take to answer the request to join.
    private static let joinTime = Duration.seconds(20)
    /// Two removals within this time mean that the bot is not wanted.
    private static let removalTime = Duration.seconds(600)

    package var state = State.outside(until: nil)
    private var lastRemoval: Instant?

    package init() {}

    package var isInside: Bool { if case .inside = state { true } else { false } }
    package var isRefused: Bool { if case .refused = state { true } else { false } }

    /// Whether to join now.
    package func isDue(_ now: Instant) -> Bool {
        switch state {
        case .outside(let time): time.map { $0 <= now } ?? true
        case .joining, .inside: false
        case .refused(_, let time): time <= now
        }
    }

    /// Whether the request to join was not answered in time.
    package func isOverdue(_ now: Instant) -> Bool {
        if case .joining(let since) = state { since + Self.joinTime <= now } else { false }
    }

    /// When the next of these is due.
    package var nextTime: Instant? {
        switch state {
        case .outside(let time): time
        case .joining(let since): since + Self.joinTime
        case .inside: nil
        case .refused(_, let time): time
        }
    }

    /// Somebody has removed the bot. It joins again, unless that happens twice within a short time.
    /// - Parameters:
    ///   - wait: how long to stay away.
    ///   - refusal: the error for messages after the second time.
    /// - Returns: whether it joins again by itself.
    package mutating func remove(_ now: Instant, wait: Duration, refusal: ChatError) -> Bool {
        let comesBack = lastRemoval.map { now - $0 >= Self.removalTime } ?? true
        lastRemoval = now
        state = comesBack ? .outside(until: now + wait) : .refused(refusal, until: now + Self.longestRefusalTime)
        return comesBack
    }
}
