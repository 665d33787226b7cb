/// Passes at most twenty events per second of each kind that clients cause, and counts the rest, so that a flood of
/// requests is not a flood of log entries.
struct EventThrottle {
    /// Most events of a kind per second.
    static let limit = 20

    private var windowEnd = MonotonicTime(milliseconds: 0)
    private var passed: [DaemonEvent.Kind: Int] = [:]
    private var held = 0

    /// What to report for an event: nothing, the event, or first the number of events that were held back.
    mutating func events(for event: DaemonEvent, at now: MonotonicTime) -> [DaemonEvent] {
        guard let kind = event.kind else { return [event] }
        let before = overdue(at: now)
        guard passed[kind, default: 0] < Self.limit else {
            held += 1
            return before
        }
        passed[kind, default: 0] += 1
        return before + [event]
    }

    /// The number of events that were held back in a second that is over, if any.
    mutating func overdue(at now: MonotonicTime) -> [DaemonEvent] {
        guard now >= windowEnd else { return [] }
        defer {
            windowEnd = now + MonotonicTime.Interval(milliseconds: 1000)
            passed.removeAll(keepingCapacity: true)
            held = 0
        }
        return held > 0 ? [.suppressed(count: held)] : []
    }
}

extension DaemonEvent {
    /// How events are grouped.
    enum Kind: Hashable {
        case refused, expired, abandoned, fieldDropped, responseUnusable
    }

    /// The kind of an event that clients can cause without limit; nil for others.
    fileprivate var kind: Kind? {
        switch self {
        case .refused: .refused
        case .expired: .expired
        case .abandoned: .abandoned
        case .fieldDropped: .fieldDropped
        case .responseUnusable: .responseUnusable
        case .displaced, .turnedAway, .suppressed, .library, .degraded: nil
        }
    }
}

/// Passes at most ten lines per second and counts the rest.
struct LogThrottle {
    /// The last message.
    private(set) var last: String?

    private var windowEnd = MonotonicTime(milliseconds: 0)
    private var passed = 0
    private var dropped = 0

    /// What to write for a message: nothing, the message, or first the number of messages that were dropped.
    mutating func lines(for message: String, at now: MonotonicTime) -> [String] {
        var lines: [String] = []
        last = message
        if now >= windowEnd {
            if dropped > 0 { lines.append("\(dropped) more messages were dropped.") }
            (passed, dropped) = (0, 0)
            windowEnd = now + MonotonicTime.Interval(milliseconds: 1000)
        }
        guard passed < 10 else {
            dropped += 1
            return lines
        }
        passed += 1
        return lines + [message]
    }
}
