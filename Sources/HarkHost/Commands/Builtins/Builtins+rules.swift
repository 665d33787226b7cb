/// The command about the rules that choose the rooms of notifications.
extension Builtins {
    /// Lists the rules and what they decided about the latest notifications.
    func listRules() -> ChatText {
        let list = rules.rules.rules
        guard !list.isEmpty else {
            return "There are no rules; every notification goes to the rooms of its plugin. HARK_RULES sets some."
        }
        var text: ChatText = "\(list.count, "rule"), by line:"
        for rule in list { text += "\n\(rule.line) \(code: UntrustedText(rule.text))" }
        let latest = rules.latest
        guard !latest.isEmpty else { return text }
        text += "\nThe latest notifications:"
        for decision in latest {
            let time = BotTime(decision.time).description
            text += "\n\(time) \(decision.title): \(decision.decision.words)"
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
