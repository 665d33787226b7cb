/// The chat networks that a bot connects to, chosen by `HARK_CHAT` and the settings of its network plugins.
struct NetworkChoice: Sendable {
    /// The value of `HARK_CHAT` that selects every network with a setting, or else the terminal.
    static let automatic = "auto"

    /// The networks, the default one first.
    let names: [NetworkName]

    /// The plugins of the bot: all that are not networks, and the chosen networks.
    let plugins: [Catalog.Entry]

    /// The faults of the choice.
    let faults: [Fault]

    /// Chooses.
    /// - Parameters:
    ///   - plugins: the plugins in the binary.
    ///   - terminal: the built-in network, used when no other one is configured.
    ///   - environment: the environment variables.
    init(_ plugins: [Catalog.Entry], terminal: NetworkName, _ environment: [String: String]) {
        let compiled = plugins.compactMap { plugin in plugin.network.map { (name: $0, plugin: plugin) } }
        let known = [terminal] + compiled.map(\.name)
        let setting = HostOptions.chatSetting
        let wanted = (try? SettingsReader([setting]).read(environment).settings[setting]) ?? [Self.automatic]
        var faults: [Fault] = []
        var names: [NetworkName] = []
        for word in wanted where word != Self.automatic {
            let name = NetworkName(word)
            guard known.contains(name) else {
                let texts = known.map(\.text)
                let hint = Suggestion(for: word, among: texts).question
                faults.append(
                    Fault(
                        setting.variable,
                        "this bot has no chat network “\(word)”; it has \(texts.joined(separator: ", ")).\(hint)"))
                continue
            }
            if !names.contains(name) { names.append(name) }
        }
        if wanted.contains(Self.automatic) {
            let set = compiled.filter { Self.isConfigured($0.plugin, in: environment) }.map(\.name.text).sorted()
            names += set.map { NetworkName($0) }.filter { !names.contains($0) }
        }
        self.names = names.isEmpty ? [terminal] : names
        self.faults = faults
        let chosen = self.names
        self.plugins = plugins.filter { plugin in plugin.network.map(chosen.contains) ?? true }
    }

    /// Whether a network has all required settings, or at least one of them: the missing ones are then faults.
    private static func isConfigured(_ plugin: Catalog.Entry, in environment: [String: String]) -> Bool {
        let settings = plugin.settings
        guard settings.contains(where: \.isRequired) else { return true }
        return settings.contains { setting in
            guard setting.defaultText == nil else { return false }
            guard let source = try? SettingSource(setting.variable, in: environment) else { return true }
            return source.direct != nil || source.file != nil
        }
    }
}
