extension Catalog {
    /// A table of every route: methods, rule, plugin, verifier, body, and whether it is durable.
    /// - Parameter width: the columns of the terminal, or nil for no limit.
    package func routesTable(width: Int?) -> String {
        TextTable(
            ["METHODS", "RULE", "PLUGIN", "VERIFIER", "BODY", "DURABLE"],
            entries.flatMap(\.routes).map { route in
                [
                    route.methods.map(\.rawValue).sorted().joined(separator: ","), route.rule.text, route.plugin,
                    route.verification, route.bodyKind?.name ?? "", route.durable == nil ? "" : "yes",
                ]
            },
            width: width
        ).text
    }

    /// A table of the chosen plugins: name, version, events, purpose.
    /// - Parameter width: the columns of the terminal, or nil for no limit.
    package func pluginsTable(width: Int?) -> String {
        TextTable(
            ["PLUGIN", "VERSION", "EVENTS", "WHAT IT IS FOR"],
            entries.map { plugin in
                [plugin.name, plugin.version ?? Release.version, "\(plugin.events?.names.count ?? 0)", plugin.summary]
            },
            width: width
        ).text
    }

    /// A table of every schedule: plugin, name, times, longest time for a run.
    /// - Parameter width: the columns of the terminal, or nil for no limit.
    package func schedulesTable(width: Int?) -> String {
        TextTable(
            ["PLUGIN", "SCHEDULE", "TIMES", "LIMIT"],
            entries.flatMap(\.schedules).map { [$0.plugin, $0.name, $0.timing, $0.timeLimit.settingText] },
            width: width
        ).text
    }

    /// The chosen plugins with their versions; a plugin without its own version has the bot's.
    package var pluginVersions: [(name: String, version: String)] {
        entries.map { ($0.name, $0.version ?? Release.version) }
    }
}
