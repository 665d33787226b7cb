/// Counts the messages to a chat network.
final class NetworkCounters: Sendable {
    /// Those that it took.
    let sent = Counter()
    /// Attempts that failed.
    let failures = CounterSet<SendingFailure>()
    /// Failed attempts after which it may have the message.
    let uncertain = Counter()
    /// Messages that will not be sent any more.
    let dropped = Counter()

    /// Counts a failed attempt.
    func count(_ error: ChatError) {
        failures[SendingFailure(error.kind)].add()
        if error.mayHaveArrived { uncertain.add() }
    }
}

/// Why an attempt to send a message failed: the kind of its `ChatError`.
enum SendingFailure: Int, MetricLabel {
    case transient, rateLimited, unauthorized, noSuchRoom, notAMember, tooLong, refused

    init(_ kind: ChatError.Kind) {
        self =
            switch kind {
            case .transient: .transient
            case .rateLimited: .rateLimited
            case .unauthorized: .unauthorized
            case .noSuchRoom: .noSuchRoom
            case .notAMember: .notAMember
            case .tooLong: .tooLong
            case .refused: .refused
            }
    }

    var text: String {
        switch self {
        case .transient: "transient"
        case .rateLimited: "rate_limited"
        case .unauthorized: "unauthorized"
        case .noSuchRoom: "no_such_room"
        case .notAMember: "not_a_member"
        case .tooLong: "too_long"
        case .refused: "refused"
        }
    }
}
