/// The facts of one notification as rules compare them: texts as bytes in lower case, prepared once for all rules.
struct RuleSubject {
    /// Longest text that is compared, in bytes; a longer one is cut. No provider has longer names.
    static let longestText = 256

    let facts: NotificationFacts
    /// When it is announced, in seconds since 1970.
    let time: Int

    let plugin: [UInt8]
    /// The event with `_` instead of spaces, alone and with its action: `issues`, `issues.opened`.
    let events: [[UInt8]]
    let action: [UInt8]?
    let place: [UInt8]?
    let branch: [UInt8]?
    let actor: [UInt8]?
    let labels: [[UInt8]]
    let subject: [UInt8]?

    /// Prepares facts.
    init(_ facts: NotificationFacts, at time: Int) {
        self.facts = facts
        self.time = time
        plugin = Array(facts.plugin.utf8)
        action = facts.action.map(Self.bytes)
        let event = facts.event.map { Self.bytes($0).map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "_") : $0 } }
        if let event, let action {
            events = [event, event + [UInt8(ascii: ".")] + action]
        } else {
            events = [event].compactMap(\.self)
        }
        place = facts.place.map(Self.bytes)
        branch = facts.branch.map(Self.bytes)
        actor = facts.actor.map(Self.bytes)
        labels = facts.labels.map(Self.bytes)
        subject = facts.subject.map(Self.bytes)
    }

    private static func bytes(_ text: UntrustedText) -> [UInt8] {
        text.verbatim.utf8.prefix(longestText).map(\.asciiLowercased)
    }

    /// What a field is, for an explanation.
    func description(of field: RuleField) -> String {
        let shown = { (text: UntrustedText?) in text.map { "“\($0.sanitized(to: 80))”" } ?? "unknown" }
        return switch field {
        case .plugin: "“\(facts.plugin)”"
        case .event:
            facts.action.map { "“\(facts.event?.sanitized(to: 80) ?? "").\($0.sanitized(to: 80))”" }
                ?? shown(facts.event)
        case .action: shown(facts.action)
        case .place: shown(facts.place)
        case .branch: shown(facts.branch)
        case .actor: shown(facts.actor)
        case .label:
            facts.labels.isEmpty ? "none" : facts.labels.map { "“\($0.sanitized(to: 80))”" }.joined(separator: ", ")
        case .subject: shown(facts.subject)
        case .bot: facts.isBot ? "yes" : "no"
        case .outcome: facts.outcome?.rawValue ?? "unknown"
        case .severity: facts.severity?.rawValue ?? "unknown"
        case .audience: facts.audience.rawValue
        case .hours, .days: "another time"
        }
    }
}
