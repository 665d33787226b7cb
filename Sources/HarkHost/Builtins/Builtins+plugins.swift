extension Builtins {
    func listPlugins() -> String {
        host.plugins.map { plugin in
            let version = plugin.version.map { " \($0)" } ?? ""
            return "\(plugin.name)\(version)\(plugin.isActive() ? "" : " (not active)") – \(plugin.summary)"
        }.joined(separator: "\n")
    }

    func activate(name: String) async throws -> String {
        let plugin = try host.plugin(name)
        guard !plugin.isActive() else { return "\(plugin.name) is active already." }
        do {
            try await plugin.activate()
        } catch {
            return "\(plugin.name) could not be activated: \(error)"
        }
        host.rebuildRoutes()
        return "\(plugin.name) is active."
    }

    func deactivate(name: String) async throws -> String {
        let plugin = try host.plugin(name)
        guard plugin.isActive() else { return "\(plugin.name) is not active." }
        await plugin.deactivate()
        host.rebuildRoutes()
        return "\(plugin.name) is not active any more."
    }

    func config(name: String) throws -> String {
        let plugin = try host.plugin(name)
        guard !plugin.settings.isEmpty else { return "# \(plugin.name) has no settings." }
        return plugin.settings.map { setting in
            let text = host.settings.text(setting.variable)
            let fallback =
                setting.fallbackText.map { ", default \($0)" }
                ?? (setting.isRequired && !setting.isSecret ? ", required" : "")
            return """
                # \(setting.help) (\(setting.typeName)\(fallback))\(origin(of: setting, in: plugin))
                \(EnvironmentLine(setting, text: text).text)
                """
        }.joined(separator: "\n")
    }

    /// How to read a secret that the bot made itself.
    private func origin(of setting: any SettingDeclaration, in plugin: LoadedPlugin) -> String {
        host.madeSecrets[setting.variable].map { place in
            "\n# Not set: the bot made one, in “\(place)”. On its machine, `hark secret \(plugin.name)` shows it."
        } ?? ""
    }
}

/// One line of an env file, as systemd and Docker read it. What is not set, or is a secret, is commented out.
private struct EnvironmentLine {
    let text: String

    init(_ setting: any SettingDeclaration, text: String?) {
        if let text, setting.isSecret {
            self.text = "#\(setting.variable)=\(Secret(text))"
        } else if let text {
            self.text = "\(setting.variable)=\(Self.quoted(text))"
        } else {
            self.text = "#\(setting.variable)=\(Self.quoted(setting.fallbackText ?? ""))"
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "_-./:,#@+!".contains($0) } && text.first != "#"
        guard !isPlain else { return text }
        let escaped = text.map { character in
            switch character {
            case "\"", "\\", "$", "`": "\\\(character)"
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
