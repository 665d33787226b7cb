extension Builtins {
    func listPlugins() -> String {
        registry.plugins.map { plugin in
            let version = plugin.version.map { " \($0)" } ?? ""
            return "\(plugin.name)\(version)\(plugin.isActive() ? "" : " (not active)") – \(plugin.summary)"
        }.joined(separator: "\n")
    }

    func activate(name: String) async throws -> String {
        let plugin = try registry.plugin(name)
        guard !plugin.isActive() else { return "\(plugin.name) is active already." }
        do {
            try await registry.activate(plugin)
        } catch {
            return "\(plugin.name) could not be activated: \(SystemErrorDescription(error))"
        }
        return "\(plugin.name) is active."
    }

    func deactivate(name: String) async throws -> String {
        let plugin = try registry.plugin(name)
        guard plugin.isActive() else { return "\(plugin.name) is not active." }
        await registry.deactivate(plugin)
        return "\(plugin.name) is not active any more."
    }

    func config(name: String) throws -> String {
        let plugin = try registry.plugin(name)
        guard !plugin.settings.isEmpty else { return "# \(plugin.name) has no settings." }
        return plugin.settings.map { setting in
            let text = settings.text(setting.variable)
            return """
                # \(setting.help) \(setting.kind)\(origin(of: setting, in: plugin))
                \(EnvironmentLine(setting, text: text).text)
                """
        }.joined(separator: "\n")
    }

    /// How to read a secret that the bot generated.
    private func origin(of setting: any SettingDeclaration, in plugin: LoadedPlugin) -> String {
        secrets.generated[setting.variable].map { place in
            let how = "On its machine, `\(program) secret \(plugin.name)` shows it."
            return "\n# Not set: the bot generated one, in “\(place)”. \(how)"
        } ?? ""
    }
}
