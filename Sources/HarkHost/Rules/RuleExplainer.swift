internal import struct FoundationEssentials.Date

/// Explains what the rules decide about a payload, for `hark rules --explain` and tests of rules.
package struct RuleExplainer: Sendable {
    let registry: PluginRegistry
    let rules: RuleKeeper
    /// The settings of all plugins.
    let settings: Settings
    /// The rooms that settings name, each with its variable.
    let namedRooms: [(variable: String, room: Room)]
    /// The rooms of plugins without rooms of their own.
    let rooms: [Room]
    let clock: BotClock

    /// Explains what the rules decide about a payload if it came now. Nothing is announced.
    /// - Parameters:
    ///   - plugin: the plugin that gets it; nil for the one that declares its event, or else reads it best.
    ///   - file: the payload's file, whose name may begin with the event: `issues.opened.json`.
    ///   - event: the event, where neither the payload nor the file's name says it.
    ///   - subscriptions: those of all rooms.
    /// - Throws: `Rejection` if there is no such plugin, or no plugin announces it.
    package func explain(
        _ payload: [UInt8], ofFile file: String, event: String?, for plugin: String?,
        subscriptions: [RoomSubscription] = []
    ) throws -> ExplainedPayload {
        let names = try plugin.map { [try registry.plugin($0).name] } ?? registry.names
        let readings = try names.compactMap { try reading(payload, ofFile: file, event: event, by: $0) }.best
        guard var best = readings.first else {
            let who = plugin.map { "Plugin \($0) does not announce" } ?? "No plugin announces"
            throw Rejection(
                .notFound,
                try plugin.flatMap(reasonUnread)
                    ?? "\(who) this payload. Name its event with --event, and its plugin with --plugin.")
        }
        best.event.facts.plugin = best.plugin
        let explanation = rules.current.explanation(
            best.event.facts, at: Int(clock.now.timeIntervalSince1970), usual: usualRooms(of: best.plugin),
            subscriptions: subscriptions.map(rules.subscription))
        return ExplainedPayload(
            plugin: best.plugin, doubts: doubts(readings, isChosen: plugin != nil), text: best.text.plain,
            reasonLeftOut: reasonLeftOut(best.event, best.filter),
            explanation: explanation)
    }

    /// How a plugin reads a payload; nil if it would not announce it.
    private func reading(
        _ payload: [UInt8], ofFile file: String, event: String?, by plugin: String
    ) throws(Rejection) -> PayloadReading? {
        guard let events = try registry.plugin(plugin).events else { return nil }
        // A plugin that gets such a payload may be unable to read it.
        let event = event ?? (try? registry.event(ofFile: file, for: plugin))
        let request = try? registry.delivery(to: plugin, event: event, payload: payload)
        guard let request, let read = try? events.read(request), let text = read.text else { return nil }
        return PayloadReading(read, by: plugin, declaring: events, given: event, text: text)
    }

    /// Why nothing can be said about the payloads of a plugin; nil for a plugin whose events are known.
    private func reasonUnread(_ plugin: String) throws(Rejection) -> String? {
        guard try registry.plugin(plugin).events == nil else { return nil }
        return
            "Plugin \(plugin) declares no events, so that only a delivery shows what it announces. The rules apply to it: "
            + "!rules says where its latest notifications went."
    }

    /// Why another plugin may be meant than the first of those that read a payload equally well.
    private func doubts(_ readings: [PayloadReading], isChosen: Bool) -> [String] {
        guard !isChosen else { return [] }
        var doubts: [String] = []
        if readings.first?.certainty == .guessed {
            doubts.append("No plugin declares the event of this payload. If it has one, name it with --event.")
        }
        let others = readings.dropFirst().map(\.plugin)
        guard !others.isEmpty else { return doubts }
        return doubts + [
            "It may also be for \(others.joined(separator: ", ")): name the plugin that gets it with --plugin."
        ]
    }

    /// Why the setting that filters a plugin's events leaves one out; nil if it does not.
    private func reasonLeftOut(_ event: ReadEvent, _ filter: Setting<[String]>?) -> String? {
        guard let filter, let entries = try? settings[filter], !event.isWanted(entries) else { return nil }
        return "\(filter.variable) does not ask for \(event.title); +\(event.title) in it would."
    }

    /// The rooms of a plugin's notifications without any rule.
    private func usualRooms(of plugin: String) -> [Room] {
        let variable = "\(settingPrefix(ofPlugin: plugin))ROOM"
        let named = namedRooms.filter { $0.variable == variable }.map(\.room)
        return named.isEmpty ? rooms : named
    }
}

/// What the rules decide about a payload.
package struct ExplainedPayload: Sendable {
    /// The plugin that would announce it.
    package let plugin: String
    /// Why another plugin may be meant, as whole sentences; empty if that is certain.
    package let doubts: [String]
    /// The text.
    package let text: String
    /// Why it is not announced in any room, before rules are asked: the setting that filters the events does not ask
    /// for it. Nil if it does.
    package let reasonLeftOut: String?
    /// The result of each rule.
    package let explanation: RuleExplanation
}
