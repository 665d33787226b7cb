extension Host {
    /// A table of every route: methods, rule, plugin, verifier, body.
    public var routesTable: String {
        TextTable(
            ["METHODS", "RULE", "PLUGIN", "VERIFIER", "BODY"],
            plugins.flatMap(\.endpoints).map { endpoint in
                [
                    endpoint.methods.map(\.rawValue).sorted().joined(separator: ","), endpoint.rule.text,
                    endpoint.plugin, endpoint.gate?.verifier?.name ?? "open", endpoint.bodyKind?.name ?? "",
                ]
            }
        ).text
    }

    /// A table of the chosen plugins: name, version, events, purpose.
    public var pluginsTable: String {
        TextTable(
            ["PLUGIN", "VERSION", "EVENTS", "WHAT IT IS FOR"],
            plugins.map { plugin in
                [plugin.name, plugin.version ?? Release.version, "\(plugin.events?.names.count ?? 0)", plugin.summary]
            }
        ).text
    }
}

extension Host {
    /// The chosen plugins with their versions; one without a version of its own has the bot's.
    public var pluginVersions: [(name: String, version: String)] {
        plugins.map { ($0.name, $0.version ?? Release.version) }
    }
}
