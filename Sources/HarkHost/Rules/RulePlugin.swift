/// A plugin that rules may name, with its events.
struct RulePlugin: Sendable {
    let name: String
    /// Its events; nil if its manifest declares none.
    let events: EventDeclaration?

    /// Whether there is an event of that name, or an event and an action: `push`, `issues.opened`; `_` may be written
    /// for a space.
    func hasEvent(_ name: String) -> Bool {
        guard let events else { return false }
        let name = name.lowercased()
        // An action keeps its own underscores: `member_hook.user_add_to_group`.
        let dot = name.firstIndex(of: ".") ?? name.endIndex
        let spaced = String(name[..<dot]).replacing("_", with: " ") + String(name[dot...])
        return events.hasEvent(name) || events.hasEvent(spaced) || events.hasEvent(name.replacing("_", with: " "))
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
}
