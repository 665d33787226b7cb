/// A bot that can be started: its settings and manifests have no fault, and its plugins have instances. Nothing is
/// written, and no plugin is active.
struct PreparedBot: Sendable {
    let options: HostOptions
    /// The settings of the host and of all plugins.
    let settings: Settings
    let chat: BotChat
    let services: PluginServices
    let registry: PluginRegistry
    let secrets: SecretKeeper
    let access: AccessControl
    /// The commands of the host, the server and the plugins, to be listed.
    let listing: CommandTable
    let schedules: [PlannedSchedule]
    /// Keeps what the bot must not lose; nil for the built-in store.
    let storePlugin: (any StorePlugin)?
    /// The rooms that settings name, each with its variable.
    let namedRooms: [(variable: String, room: Room)]
    /// Counts what the store does.
    let storeCounters = StoreCounters()
    let dependencies: HostDependencies

    /// Makes an instance of each plugin, and checks everything that can keep a bot from starting before it starts.
    /// - Parameters:
    ///   - networks: chat networks that are not plugins.
    ///   - strictness: how strict to be; nil to use `HARK_STRICT`.
    /// - Throws: `Faults`, all of them.
    init(
        _ configuration: BotConfiguration, networks: [any ChatNetwork], isStrict strictness: Bool?,
        _ dependencies: HostDependencies
    ) throws(Faults) {
        let (reading, plugins) = (configuration.reading, configuration.plugins)
        options = try HostOptions(reading.settings)
        let isStrict = strictness ?? options.isStrict
        let names = plugins.map(\.name) + networks.map { type(of: $0).networkName.text }
        chat = BotChat(options, services: names, storeCounters: storeCounters, dependencies)
        let services = PluginServices(reading.settings, options, chat.chat, dependencies)
        self.services = services
        registry = PluginRegistry(plugins.map { $0.load(services) }, logger: dependencies.logger)
        let sets = [.builtinListing] + dependencies.commandSets
        listing = CommandTable(sets, of: registry)
        var faults = reading.faults + Catalog.faults(of: plugins, besides: sets.flatMap(\.commands).map(\.row))
        // Which secrets a plugin's routes use is only known once it has an instance.
        let unprepared = registry.prepare(except: reading.malformed)
        let loaded = chat.load(
            configuration, options, plugins: registry.plugins,
            networks: networks + registry.plugins.compactMap { $0.network() })
        secrets = SecretKeeper(
            registry.plugins, secrets: reading.secrets,
            missing: reading.missingSecrets.filter { !unprepared.variables.contains($0.variable) },
            store: dependencies.secretStore, writes: dependencies.writesSecrets, isStrict: isStrict)
        access = AccessControl(options, chat.networks)
        let plan = PlannedSchedule.plan(
            registry.plugins.flatMap(\.schedules), zones: .system, now: dependencies.clock.now)
        let store = StoreChoice(registry.plugins, options.store)
        faults += unprepared.faults + loaded.faults + secrets.faults
        faults += OpenRoute.faults(of: registry, except: options.openPlugins, isStrict: isStrict)
        faults += access.faults(listing.commands.map(\.row), networks: chat.networks.names)
        faults += plan.faults + store.faults
        guard faults.isEmpty else { throw Faults(faults) }
        settings = reading.settings
        schedules = plan.planned
        storePlugin = store.plugin
        namedRooms = loaded.rooms
        self.dependencies = dependencies
    }
}
