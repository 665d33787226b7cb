internal import struct FoundationEssentials.Date

/// A room's wish for notifications besides those that the rules send there, made in the chat with `!subscribe`.
struct Subscription: Sendable {
    /// What the store keeps of it.
    struct Stored: Codable, Sendable, Hashable {
        /// The conditions, as rules write them: `plugin=github place=acme/rocket event=push`.
        let conditions: String
        /// Who made it, as settings write people.
        let person: String
        /// When.
        let time: Date
    }

    let room: Room
    let stored: Stored
    /// The conditions; nil if this bot cannot read them any more: it may lack the plugin.
    let conditions: [RuleCondition]?

    /// Whether a notification meets the conditions.
    func matches(_ subject: RuleSubject) -> Bool { conditions?.allSatisfy { $0.isMet(by: subject) } ?? false }
}

extension [Subscription] {
    /// The subscriptions whose rooms get a notification of which the rules decided this. What no rule mutes and everybody
    /// may read is announced there too; anything else is not.
    func applying(to facts: NotificationFacts, at time: Int, after decision: RuleDecision) -> [Subscription] {
        guard !isEmpty, facts.audience == .public, case .rooms = decision.choice else { return [] }
        let subject = RuleSubject(facts, at: time)
        return filter { $0.matches(subject) }
    }
}
