/// A route that anyone may call without authentication.
///
/// A row is open if it has no verifier and accepts any address, a range as large as that, or the bot's own machine,
/// because requests through a proxy there come from it too. Whether its method posts in the chat is not visible from
/// outside.
struct OpenRoute {
    /// Methods and rule: `POST /deploys`.
    let label: String

    let plugin: String

    /// Who can call it, for messages.
    let callers: String

    /// The row, if it is open.
    init?(_ endpoint: Endpoint) {
        guard let callers = endpoint.unprovenCallers else { return nil }
        label = endpoint.label
        plugin = endpoint.plugin
        self.callers = callers
    }

    /// The open rows of plugins that the operator did not accept as open.
    static func all(of plugins: [LoadedPlugin], except accepted: Set<String>) -> [OpenRoute] {
        plugins.filter { !accepted.contains($0.name) }.flatMap(\.endpoints).compactMap(OpenRoute.init)
    }

    /// The faults of what the operator accepts as open: plugins that there are not, and, for a strict bot, all other
    /// open rows.
    static func faults(of registry: PluginRegistry, except accepted: Set<String>, isStrict: Bool) -> [Fault] {
        let names = registry.names.joined(separator: ", ")
        let unknown = accepted.subtracting(registry.names).sorted().map { name in
            Fault(HostOptions.openPluginsSetting.variable, "this bot has no plugin “\(name)”; it has \(names).")
        }
        return isStrict ? unknown + all(of: registry.plugins, except: accepted).map(\.fault) : unknown
    }

    /// Notices for the operator: one for all rows of a plugin that the same callers can call.
    static func notices(of rows: [OpenRoute]) -> [TrustNotice] {
        var groups: [(first: OpenRoute, labels: [String])] = []
        for row in rows {
            if let index = groups.firstIndex(where: { $0.first.plugin == row.plugin && $0.first.callers == row.callers }
            ) {
                groups[index].labels.append(row.label)
            } else {
                groups.append((row, [row.label]))
            }
        }
        return groups.map { row, labels in
            let text =
                "\(row.callers) can call \(labels.joined(separator: ", ")) of plugin \(row.plugin) without authentication; "
                + "set \(HostOptions.openPluginsSetting.variable)=\(row.plugin) if that is intended"
            return TrustNotice(variable: "", level: .warning, text: text)
        }
    }

    /// The fault that keeps a strict bot from starting.
    private var fault: Fault {
        Fault(
            "plugin \(plugin), route \(label)",
            "\(callers) can call it without authentication; give it a verifier, leave the plugin out, or name the plugin in "
                + "\(HostOptions.openPluginsSetting.variable).")
    }
}

extension Endpoint {
    /// Who may call it without any proof; nil if callers are restricted.
    fileprivate var unprovenCallers: String? {
        guard let requestGuard else { return "anyone" }
        guard requestGuard.verifier == nil, !requestGuard.isVerifiedByHandler else { return nil }
        if requestGuard.allowed.isEmpty || requestGuard.allowed.contains(where: \.isTooWide) { return "anyone" }
        let isOfThisMachine = requestGuard.allowed.contains(where: \.holdsLoopback)
        return isOfThisMachine ? "anyone on this machine, or behind a proxy on it," : nil
    }
}
