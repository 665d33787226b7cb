extension Host {
    /// A table of every route: methods, rule, plugin, verifier, body.
    /// - Parameter width: the columns of the terminal, or nil for as many as the table takes.
    public func routesTable(width: Int?) -> String {
        TextTable(
            ["METHODS", "RULE", "PLUGIN", "VERIFIER", "BODY"],
            plugins.flatMap(\.endpoints).map { endpoint in
                [
                    endpoint.methods.map(\.rawValue).sorted().joined(separator: ","), endpoint.rule.text,
                    endpoint.plugin, endpoint.requestGuard?.verifier?.name ?? "open", endpoint.bodyKind?.name ?? "",
                ]
            },
            width: width
        ).text
    }

    /// The path of a route that the end of a path is, as behind a proxy that strips a prefix: `/github` of
    /// `/hooks/github`. Nil when there is none, or the whole path is one.
    public func routeBehindPrefix(of path: String, method: HTTPRequest.Method) -> String? {
        // As many prefixes as a proxy might have; a hostile path has thousands of slashes.
        let starts = path.indices.filter { path[$0] == "/" }.prefix(16)
        return starts.map { String(path[$0...]) }.first { rest in
            guard case .found = allRoutes.match(path: rest, method: method) else { return false }
            return true
        }.flatMap { $0 == path ? nil : $0 }
    }

    /// A table of the chosen plugins: name, version, events, purpose.
    /// - Parameter width: the columns of the terminal, or nil for as many as the table takes.
    public func pluginsTable(width: Int?) -> String {
        TextTable(
            ["PLUGIN", "VERSION", "EVENTS", "WHAT IT IS FOR"],
            plugins.map { plugin in
                [plugin.name, plugin.version ?? Release.version, "\(plugin.events?.names.count ?? 0)", plugin.summary]
            },
            width: width
        ).text
    }
}

extension Host {
    /// The chosen plugins with their versions; one without a version of its own has the bot's.
    public var pluginVersions: [(name: String, version: String)] {
        plugins.map { ($0.name, $0.version ?? Release.version) }
    }
}
