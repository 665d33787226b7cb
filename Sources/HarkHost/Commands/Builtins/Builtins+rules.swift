/// The command about the rules that choose the rooms of notifications.
extension Builtins {
    /// Lists the rules, the subscriptions, and what they decided about the latest notifications.
    func listRules() -> ChatText {
        // Subscriptions name their rooms with the network, and rules may not.
        let canonical = { (room: Room) in networks.canonical(room) }
        let list = rules.current.rules
        var text: ChatText =
            list.isEmpty
            ? "There are no rules; every notification goes to the rooms of its plugin. HARK_RULES sets some."
            : "\(list.count, "rule"), by line:"
        for rule in list { text += "\n\(rule.line) \(code: UntrustedText(rule.text))" }
        let subscriptions = rules.subscriptions
        if !subscriptions.isEmpty { text += "\nSubscriptions:" }
        for subscription in subscriptions { text += "\n\(subscription.room) \(Self.line(for: subscription))" }
        let latest = rules.latest
        guard !latest.isEmpty else { return text }
        text += "\nThe latest notifications:"
        for decision in latest {
            let time = BotTime(decision.time).description
            let subscribed = decision.subscribed.filter {
                !decision.decision.rooms.map(canonical).contains(canonical($0))
            }
            let rooms = subscribed.map(\.description).joined(separator: ", ")
            let also: ChatText = rooms.isEmpty ? "" : "; \(rooms), by subscription"
            text += "\n\(time) \(decision.title): \(decision.decision.words)\(also)"
        }
        return text
    }
}

extension RuleDecision {
    /// The decision, for lists.
    fileprivate var words: ChatText {
        let list = { (rooms: [Room]) in rooms.map(\.description).joined(separator: ", ") }
        return switch self {
        case .usual(let rooms): "\(list(rooms)), by no rule"
        case .chosen(let rooms, let lines):
            "\(list(rooms)), by line \(lines.map(String.init).joined(separator: ", "))"
        case .muted(let line): "nowhere, muted by line \(line)"
        case .withheld(let audience): "nowhere, because it is \(audience.rawValue)"
        }
    }
}
