extension Builtins {
    func status() async -> String {
        let status = await reporter.status()
        let counts = status.routes.map(\.counts)
        return """
            Up for \(Self.readable(seconds: status.uptime)). \
            Plugins: \(status.plugins.count { $0.isActive }) of \(status.plugins.count) active. \
            Deliveries: \(counts.map(\.served).reduce(0, +)) served, \
            \(counts.map(\.refused).reduce(0, +)) refused, \(counts.map(\.failed).reduce(0, +)) failed.\
            \(status.deliveries.map(Self.line) ?? "")\
            \(status.chatHolder.map(Self.line) ?? "")\
            \(status.networks.compactMap { Self.trouble(of: $0, hasOutbox: status.outbox != nil) }.joined())\
            \(status.outbox.flatMap(line) ?? "")\
            \(status.plugins.flatMap(Self.waits).joined())
            """
    }

    /// What is worth to know about the store; empty if nothing is.
    private static func line(_ stored: BotStatus.Deliveries) -> String {
        var parts: [String] = []
        if stored.running > 0 { parts.append("\(stored.running) running") }
        if stored.waiting > 0 {
            let age = stored.oldestSeconds.map { ", the oldest for \(readable(seconds: $0))" } ?? ""
            parts.append("\(stored.waiting) waiting\(age)")
        }
        if stored.dead > 0 { parts.append("\(stored.dead) dead") }
        if stored.homeless > 0 { parts.append("\(stored.homeless) without a route") }
        return parts.isEmpty ? "" : "\nStored: \(parts.joined(separator: "; "))."
    }

    /// Which machine holds the chat connections.
    private static func line(_ holder: BotStatus.ChatHolder) -> String {
        guard let machine = holder.machine else { return "\nChat: no machine holds the connections." }
        return "\nChat: \(machine)\(holder.isThisMachine ? ", this machine," : "") holds the connections."
    }

    /// How many messages wait; nil unless one has waited for longer than a minute.
    private func line(_ outbox: BotStatus.Outbox) -> String? {
        guard let seconds = outbox.oldestSeconds, seconds > 60 else { return nil }
        let rooms = outbox.missingRooms.prefix(3).joined(separator: ", ") + (outbox.missingRooms.count > 3 ? ", …" : "")
        return """
            \nMessages: \(outbox.waiting) waiting, the oldest for \(Self.readable(seconds: seconds))\
            \(rooms.isEmpty ? "" : "; the bot cannot write to \(rooms)"). \(prefix)outbox lists them.
            """
    }

    /// The problem of a network; nil if there is none.
    /// - Parameter hasOutbox: whether messages that wait are reported elsewhere.
    private static func trouble(of network: BotStatus.Network, hasOutbox: Bool) -> String? {
        guard !network.isConnected || network.waitingCount > 0 && !hasOutbox else { return nil }
        let waiting = network.waitingCount == 1 ? "1 message waits" : "\(network.waitingCount) messages wait"
        return "\n\(network.name) is \(network.state)\(network.waitingCount > 0 ? "; \(waiting)" : "")."
    }

    /// The variables that a plugin is waiting for, one line each.
    private static func waits(of plugin: BotStatus.Plugin) -> [String] {
        plugin.awaits.map { "\n\(plugin.name) is waiting: \($0) is not set." }
    }

    func about() -> String {
        """
        Hark \(Release.version), a chat bot that listens for webhooks. \
        Plugins: \(registry.names.joined(separator: ", ")).
        """
    }

    func webStatus() async -> String {
        let status = await reporter.status()
        let listeners = status.listeners
        var lines = listeners.isEmpty ? ["Not listening."] : listeners.map { "Listening on \($0)" }
        if !listeners.contains(where: { $0.hasPrefix("https:") }) { lines.append("TLS is off.") }
        let routes = status.routes.filter(\.isActive)
        let width = routes.map(\.label.count).max() ?? 0
        for route in routes {
            let counts = route.counts
            let label = route.label + String(repeating: " ", count: width - route.label.count)
            let remarks = [(counts.ignored, "ignored"), (counts.incomplete, "incomplete")]
                .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            let ignored = remarks.isEmpty ? "" : " (\(remarks))"
            lines.append(
                "  \(label)  \(route.plugin)  \(route.verification)  "
                    + "\(counts.served) served\(ignored), \(counts.refused) refused, \(counts.failed) failed"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// A duration for people: `2 d 3 h`, `5 min`, `12 s`.
    static func readable(seconds: Int) -> String { "\(ReadableDuration(seconds: seconds))" }
}
