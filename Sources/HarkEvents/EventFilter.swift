/// The events that somebody wants to hear of, as a setting or a URL lists them.
///
/// `push` wants the event `push`, `issues.labeled` one action of `issues`, and nothing else is wanted then. `+issues`
/// wants the event besides the usual ones, and `-star` wants all but that one. What names an action takes precedence
/// over what names its event only.
struct EventFilter: Sendable {
    private let wanted: Set<String>
    private let unwanted: Set<String>

    /// Whether nothing but the wanted events is announced.
    private let isExclusive: Bool

    /// - Parameter entries: names of events and actions, in any case, each with or without a sign.
    init(_ entries: [String]) {
        let parsed = entries.map(Entry.init)
        wanted = Set(parsed.filter { $0.sign != .minus }.map(\.name))
        unwanted = Set(parsed.filter { $0.sign == .minus }.map(\.name))
        isExclusive = parsed.contains { $0.sign == nil }
    }

    /// Whether one of these filters names an event that is quiet, or its action, and all of them let it through. An
    /// event that is not quiet need not be named.
    /// - Parameter quiet: events, or events with an action, that are announced only where somebody wants them, in
    ///   lower case.
    static func wants(_ event: WebhookEvent, _ filters: [EventFilter], quiet: Set<String>) -> Bool {
        wants([event.title.lowercased(), event.name.lowercased()], filters, quiet: quiet)
    }

    /// The same for an event with these names in lower case, the most exact one first.
    static func wants(_ names: [String], _ filters: [EventFilter], quiet: Set<String>) -> Bool {
        guard filters.allSatisfy({ $0.letsThrough(names) }) else { return false }
        guard let quietName = names.firstIndex(where: quiet.contains) else { return true }
        return names[...quietName].contains { name in filters.contains { $0.wanted.contains(name) } }
    }

    /// - Parameter names: the event's names, the most exact one first.
    private func letsThrough(_ names: [String]) -> Bool {
        for name in names {
            if unwanted.contains(name) { return false }
            if wanted.contains(name) { return true }
        }
        return !isExclusive
    }
}

extension EventFilter {
    /// One entry of a filter: `+issues.labeled`.
    struct Entry {
        /// What is before the name.
        enum Sign: Character {
            case plus = "+"
            case minus = "-"
        }

        /// The sign; nil for an entry without one.
        let sign: Sign?

        /// The event, or the event and its action, in lower case.
        let name: String

        init(_ text: String) {
            sign = text.first.flatMap(Sign.init)
            name = (sign == nil ? text : String(text.dropFirst())).lowercased()
        }
    }
}
