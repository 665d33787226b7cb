/// A plugin that rules may name, with its events.
struct RulePlugin: Sendable {
    let name: String
    /// Its events; nil if its manifest declares none.
    let events: EventDeclaration?
    /// The setting that filters its events; nil if it has none.
    var filter: (variable: String, entries: [String])?

    /// Whether there is an event of that name, or an event and an action: `push`, `issues.opened`; `_` may be written
    /// for a space.
    func hasEvent(_ name: String) -> Bool {
        guard let events else { return false }
        let name = Self.written(name)
        return events.filterNames.contains { Self.written($0) == name }
            || events.names.contains { event in
                let start = Self.written(event)
                return name.hasPrefix("\(start).")
                    && events.hasEvent("\(event.lowercased())\(name.dropFirst(start.count))")
            }
    }

    /// The events that a pattern of a rule matches, each by its names in lower case, the most exact one first: those
    /// that the plugin declares, those that its filter names, and the one that the pattern itself is.
    fileprivate func events(matching pattern: GlobPattern) -> [[String]] {
        guard let events else { return [] }
        let entries = (filter?.entries ?? []).map { String($0.drop { $0 == "+" || $0 == "-" }) }
        return (events.filterNames + entries + [pattern.text]).compactMap { name in
            let text = Self.written(name)
            let event = events.names.first { text == Self.written($0) || text.hasPrefix("\(Self.written($0)).") }
            guard let event else { return nil }
            let action = text.dropFirst(event.count)
            let isMatched = [text, Self.written(event)].contains { pattern.matches(Array($0.utf8).span) }
            return isMatched ? ["\(event.lowercased())\(action)", event.lowercased()] : nil
        }
    }

    /// Whether the setting that filters the plugin's events lets an event through.
    fileprivate func announces(_ names: [String]) -> Bool {
        guard let events, let filter else { return true }
        return events.isWanted(names, filter.entries)
    }

    /// A name as rules compare it.
    private static func written(_ name: String) -> String { name.lowercased().replacing(" ", with: "_") }
}

extension RulePlugin {
    /// A plugin with the value of the setting that filters its events.
    init(name: String, events: EventDeclaration?, settings: Settings) {
        self.init(name: name, events: events)
        guard let setting = events?.filter, let entries = try? settings[setting] else { return }
        filter = (setting.variable, entries)
    }
}

/// The events that a rule may name, judged together with its condition on the plugin.
struct RuleEvents {
    private let plugins: [RulePlugin]
    /// Whether the rule names its plugins.
    private let isExplicit: Bool

    /// The events of the plugins that a rule is about.
    /// - Parameters:
    ///   - all: the plugins of the bot.
    ///   - conditions: those of the rule.
    init(_ all: [RulePlugin], _ conditions: [RuleCondition]) {
        let condition = conditions.first { $0.field == .plugin && $0.comparison == .equal }
        isExplicit = condition != nil
        plugins = all.filter { plugin in
            condition?.isMet(by: RuleSubject(NotificationFacts(plugin: plugin.name), at: 0)) ?? true
        }
    }

    /// Why the rule can never match an event of that name; nil if it can. If the rule names no plugin, only a name that
    /// looks like a typing error counts: a plugin may announce events that its manifest does not declare.
    func fault(_ name: String) -> String? {
        guard !name.contains("*"), !plugins.contains(where: { $0.hasEvent(name) }) else { return nil }
        let hint = Suggestion(for: name, among: plugins.flatMap { $0.events?.filterNames ?? [] }).nearest.map {
            $0.replacing(" ", with: "_")
        }
        if isExplicit {
            guard !plugins.contains(where: { $0.events == nil }) else { return nil }
            let names = plugins.map(\.name).joined(separator: " and ")
            return "\(names) announces no event “\(name)”.\(hint.map { " Did you mean \($0)?" } ?? "")"
        }
        return hint.map {
            "no plugin of this bot declares an event “\(name)”. Did you mean \($0)? If not, name the plugin too: plugin=…."
        }
    }

    /// Why no plugin announces an event of that name, which may be a pattern: the settings that filter events leave it
    /// out. Nil if a plugin does, or none has such an event.
    func reasonLeftOut(_ name: String) -> String? {
        var reason: String?
        for plugin in plugins {
            let events = plugin.events(matching: GlobPattern(name))
            guard let names = events.first else { continue }
            guard let variable = plugin.filter?.variable else { return nil }
            // The whole event where the pattern stands for some actions.
            let event = names.first { !$0.contains("*") } ?? name
            if events.contains(where: plugin.announces) { return nil }
            reason =
                reason ?? "\(variable) does not ask for \(event), and no subscription gets it until +\(event) is in it."
        }
        return reason
    }
}
