/// The plugins of a bot, and what its environment sets: all that a host is made from. Each manifest is evaluated once,
/// here.
package struct BotConfiguration: Sendable {
    /// The plugins: all that are not chat networks, and the chosen networks.
    package let plugins: [Catalog.Entry]

    /// The chosen chat networks, the default one first.
    package let networks: [NetworkName]

    /// The values of the settings of the host and the plugins, and of others that were asked for.
    package var reading: SettingsReader.Reading

    /// Chooses the chat networks and reads the settings. Faults are kept for the host, which reports all at once.
    /// - Parameters:
    ///   - plugins: the plugins in the binary, in any order.
    ///   - environment: the environment variables.
    ///   - terminal: the network that is used when no network plugin is configured.
    ///   - others: settings besides those of the host and the plugins.
    package init(
        _ plugins: [any Plugin.Type], _ environment: [String: String], terminal: NetworkName = "terminal",
        besides others: [any SettingDeclaration] = []
    ) {
        let entries = Catalog.entries(of: plugins)
        let choice = NetworkChoice(entries, terminal: terminal, environment)
        self.plugins = choice.plugins
        networks = choice.names
        // The settings of networks that are not chosen are known, and not read.
        reading = SettingsReader(
            others + HostOptions.declarations + choice.plugins.flatMap(\.settings),
            besides: entries.flatMap(\.settings)
        ).read(environment)
        reading.faults += choice.faults
    }

    /// The settings of the host and of the plugins.
    var declarations: [any SettingDeclaration] { HostOptions.declarations + plugins.flatMap(\.settings) }
}
