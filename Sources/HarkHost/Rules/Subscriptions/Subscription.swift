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
}

/// The subscriptions of all rooms, prepared once so that a notification is compared with many of them quickly.
struct SubscriptionTable: Sendable {
    /// All subscriptions.
    let list: [Subscription]

    /// Those that this bot can read.
    private let readable: [Subscription]
    private let table: RuleTable

    /// Prepares subscriptions.
    init(_ list: [Subscription] = []) {
        self.list = list
        readable = list.filter { $0.conditions != nil }
        table = RuleTable(readable.map { $0.conditions ?? [] })
    }

    /// The subscriptions whose rooms get a notification of which the rules decided this. What no rule mutes and
    /// everybody may read is announced there too; anything else is not.
    func applying(to facts: NotificationFacts, at time: Int, after decision: RuleDecision) -> [Subscription] {
        guard !readable.isEmpty, facts.audience == .public, case .rooms = decision.choice else { return [] }
        return table.rulesMet(by: RuleSubject(facts, at: time)).map { readable[$0] }
    }
}
