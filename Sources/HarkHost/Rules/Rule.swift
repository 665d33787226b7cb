/// One rule: what is done with the notifications that meet all of its conditions.
struct Rule: Sendable {
    /// A room that a rule names.
    enum Place: Sendable, Hashable {
        case room(Room)
        /// The rooms that would get the notification without any rule, written `default`.
        case usual
    }

    /// What is done.
    enum Action: Sendable, Hashable {
        /// It is announced in these rooms.
        case announce([Place])
        /// It is not announced anywhere.
        case mute
        /// It is not announced anywhere, if it says how something ended and that was not a failure.
        case onlyFailures
    }

    /// The words for what is done, besides the names of rooms.
    static let (muteWord, onlyFailuresWord, usualWord) = ("mute", "only-failures", "default")

    let action: Action
    let conditions: [RuleCondition]
    /// Its line in the file, counted from 1.
    let line: Int
    /// Where it begins in its line, counted from 1.
    let column: Int
    /// The rule as the operator wrote it, without its comment.
    let text: String

    /// The first condition that a notification does not meet; nil if it meets all of them.
    func unmetCondition(_ subject: RuleSubject) -> RuleCondition? { conditions.first { !$0.isMet(by: subject) } }

    /// Whether the rule allows its rooms to get news for this audience. News that is not public needs a condition that
    /// says so: on the audience, or, where the kind of the event alone is the reason, on the event.
    func allows(_ audience: NotificationAudience) -> Bool {
        switch audience {
        case .public: true
        case .confidential: namesAudience
        case .restricted: namesAudience || conditions.contains(where: \.namesEvents)
        }
    }

    private var namesAudience: Bool { conditions.contains { $0.field == .audience } }

    /// The rooms that it names.
    var rooms: [Room] {
        guard case .announce(let places) = action else { return [] }
        return places.compactMap { if case .room(let room) = $0 { room } else { nil } }
    }
}

/// A rule, for lists.
package struct ListedRule: Sendable {
    /// Its line, counted from 1.
    package let line: Int
    /// The rule as the operator wrote it.
    package let text: String
}
