extension Builtins {
    func help(topic: String?) throws -> String {
        guard let topic else { return overview() }
        // No topic is longer, and comparing long runs of combining marks is slow.
        var phrase = topic.scalars(upTo: Self.longestTopic)
        if phrase.utf8.starts(with: prefix.utf8) {
            phrase = String(Substring(phrase.utf8.dropFirst(prefix.utf8.count)))
        }
        let line = CommandWords(phrase)
        if let (command, rest) = listing.find(line), rest.isAtEnd {
            return describe(command.row)
        }
        if let plugin = registry.plugins.first(where: { $0.name == phrase.lowercased() }) { return describe(plugin) }
        let family = listing.commands.filter {
            $0.isActive() && $0.row.pattern.name.hasPrefix("\(phrase.lowercased()) ")
        }
        if !family.isEmpty { return family.map { self.line(for: $0.row) }.joined(separator: "\n") }
        let topics = listing.commands.map(\.row.pattern.name) + registry.plugins.map(\.name)
        let hint = Suggestion(for: phrase, among: topics).nearest.map { "Did you mean \(prefix)help \($0)?" }
        throw Rejection(.notFound, "There is no help on “\(phrase.scalars(upTo: 64))”. \(hint ?? "Try \(prefix)help.")")
    }

    /// Longest topic, in Unicode scalars.
    private static let longestTopic = 256

    private func overview() -> String {
        var lines: [String] = []
        for owner in [Self.name] + owners {
            let commands = listing.commands.filter { $0.row.owner == owner && $0.isActive() }
            guard !commands.isEmpty else { continue }
            let summary = registry.plugins.first { $0.name == owner }.map { ": \($0.summary)" } ?? ""
            lines.append("\(owner)\(summary)")
            lines += commands.map { line(for: $0.row) }
        }
        lines.append("\(prefix)help <plugin> describes one of \(registry.names.joined(separator: ", ")).")
        return lines.joined(separator: "\n")
    }

    /// The owners of commands, except the host, sorted by name.
    private var owners: [String] {
        Set(listing.commands.map(\.row.owner)).subtracting([Self.name]).sorted()
    }

    private func line(for command: CatalogCommand) -> String {
        "  \(prefix)\(command.usage) – \(command.help)\(command.isAdminOnly ? " (admins)" : "")"
    }

    private func describe(_ command: CatalogCommand) -> String {
        let values = zip(command.pattern.placeholders, command.parameters).map { placeholder, type in
            "  <\(placeholder.name)>: \(type.parameterDescription)\(placeholder.isOptional ? ", may be left out" : "")"
        }
        return ([line(for: command)] + values).joined(separator: "\n")
    }

    private func describe(_ plugin: LoadedPlugin) -> String {
        var lines = ["\(plugin.name): \(plugin.summary)\(plugin.isActive() ? "" : " (not active)")"]
        lines += plugin.entry.commands.map(line(for:))
        lines += plugin.endpoints.map { "  \($0.label)" }
        lines.append("  \(prefix)plugin config \(plugin.name) lists its settings.")
        return lines.joined(separator: "\n")
    }
}
