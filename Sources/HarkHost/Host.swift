public import HarkClient
internal import HarkStore

internal import struct FoundationEssentials.Date

/// The bot without its sockets: puts together the values that do its work.
///
/// `docs/Architecture.md` lists them, and what each does.
public final class Host: Sendable {
    /// The chat that plugins speak to.
    public let chat: Chat

    /// The chat networks.
    package let networks: NetworkRouter

    /// The bot's network of that type, for tests of a network itself; nil if the bot is not connected to it.
    public func network<Network: ChatNetwork>(_ type: Network.Type) -> Network? {
        networks.network(type.networkName) as? Network
    }

    /// Answers requests: the server's responder.
    public let pipeline: RequestPipeline

    package let registry: PluginRegistry
    let commands: CommandRouter
    package let secrets: SecretKeeper
    let signer: DeliverySigner
    let reporter: StatusReporter
    let incoming: IncomingQueue
    package let deliveries: DeliveryQueue
    package let scheduler: Scheduler
    /// Counts what the store does.
    package let storeCounters = StoreCounters()
    /// When the bot was made.
    let startTime: Date
    let stores: PluginStores
    let wakeUps = StoreWakeUps()
    let admins: AdminNotices
    let listenerTable: ListenerTable
    let rules: RuleKeeper
    let people: PeopleKeeper
    let subscriptions: SubscriptionKeeper
    /// The rooms that settings name, each with its variable.
    let namedRooms: [(variable: String, room: Room)]
    package let options: HostOptions
    /// The settings of the host and of all plugins.
    let settings: Settings
    /// Keeps what the bot must not lose; nil for the built-in store.
    package let storePlugin: (any StorePlugin)?
    /// The command that starts the bot in a shell.
    let program: String

    /// Loads the chosen plugins and creates an instance of each. Nothing is written, and no plugin is active before
    /// `start()`.
    /// - Parameters:
    ///   - configuration: the plugins and the values of their settings.
    ///   - networks: chat networks that are not plugins: the terminal, a recorder.
    ///   - strictness: how strict to be; nil to use `HARK_STRICT`.
    ///   - acceptsClientCertificates: whether the server asks clients for certificates (`HARK_TLS_CLIENT_CA`).
    ///   - secretStore: keeps the secrets that the bot generates.
    ///   - writesSecrets: whether the bot will be started, so that a store that cannot keep secrets is a fault.
    ///   - commandSets: commands of the server itself.
    ///   - program: the command that starts the bot in a shell, for hints such as "`hark secret github` shows it".
    ///   - logger: the host's logger; plugins get one with their name.
    ///   - clock: the clock.
    ///   - http: the client of the plugins; its creator shuts it down.
    ///   - webSockets: how plugins open WebSockets.
    ///   - observe: called for every answered request.
    /// - Throws: `Faults` with all faults of all settings and manifests.
    public init(
        _ configuration: BotConfiguration,
        networks: [any ChatNetwork] = [],
        isStrict strictness: Bool? = nil,
        acceptsClientCertificates: Bool = true,
        secretStore: any SecretStore = MemorySecretStore(),
        writesSecrets: Bool = true,
        commandSets: [CommandSet] = [],
        program: String = "hark",
        logger: Logger,
        clock: BotClock = .system,
        http: HTTPClient = .unavailable("This bot was made without a client; pass one to its host."),
        webSockets: WebSocketConfiguration = WebSocketConfiguration(),
        observe: @escaping @Sendable (RequestRecord) -> Void = { _ in }
    ) throws(Faults) {
        let (plugins, reading) = (configuration.plugins, configuration.reading)
        let settings = reading.settings
        let options = try HostOptions(settings)
        let isStrict = strictness ?? options.isStrict
        let router = NetworkRouter(
            clock: clock, longestAge: options.store.outboxAge,
            storeCounters: storeCounters, logger: logger)
        let rules = RuleKeeper(clock: clock)
        let people = PeopleKeeper(
            services: plugins.map(\.name) + networks.map { type(of: $0).networkName.text })
        let mentions = Mentions(people: people, rooms: options.mentionRooms, networks: router)
        let chat = Chat(
            rooms: options.rooms, canonical: { router.canonical($0) },
            choose: { rules.choose($0, usual: $1) },
            mentioned: { mentions.people(concernedBy: $0, in: $1) },
            directTalk: { router.directTalk(with: $0) },
            enqueue: { message, room throws(ChatError) in try await router.enqueue(message, to: room) })
        let guardOptions = RequestGuardOptions(
            rateLimit: options.rateLimit, acceptsClientCertificates: acceptsClientCertificates, clock: clock)
        let stores = PluginStores(clock: clock)
        let keys = PublishedKeys(http: http, clock: clock)
        let services = PluginServices(
            settings: settings, chat: chat, stores: stores, keys: keys, guardOptions: guardOptions,
            baseURL: options.baseURL, logger: logger, clock: clock, http: http, webSockets: webSockets)
        let registry = PluginRegistry(plugins.map { $0.load(services) })
        let sets = [.builtinListing] + commandSets
        var faults =
            reading.faults
            + Catalog.faults(of: plugins, besides: sets.flatMap(\.commands).map(\.row))
        // Which secrets a plugin's routes use is only known once it has an instance.
        let unprepared = registry.prepare(except: reading.malformed)
        faults += unprepared.faults
        let connected = networks + registry.plugins.compactMap { $0.network() }
        let declarations = configuration.declarations
        faults += rules.load(
            try? settings[HostOptions.rulesSetting],
            from: RuleKeeper.Source(
                text: ReloadableText(
                    variable: HostOptions.rulesSetting.variable,
                    file: reading.files[HostOptions.rulesSetting.variable]),
                plugins: registry.plugins.map { RulePlugin(name: $0.name, events: $0.events, settings: settings) },
                networks: connected.map { type(of: $0).networkName }))
        let peopleVariable = HostOptions.peopleSetting.variable
        faults += people.load(
            try? settings[HostOptions.peopleSetting],
            from: ReloadableText(variable: peopleVariable, file: reading.files[peopleVariable]))
        namedRooms =
            declarations.flatMap { declaration in
                settings.rooms(of: declaration).map { (declaration.variable, $0) }
            } + rules.current.rooms.map { (HostOptions.rulesSetting.variable, $0) }
        router.connect(options.ordered(connected), rooms: namedRooms.map(\.room))
        faults += HostOptions.roomFaults(of: declarations, settings, router.names)
        let secrets = SecretKeeper(
            registry.plugins, secrets: reading.secrets,
            missing: reading.missingSecrets.filter { !unprepared.variables.contains($0.variable) }, store: secretStore,
            writes: writesSecrets, isStrict: isStrict)
        faults += secrets.faults
        for name in options.openPlugins.subtracting(registry.names).sorted() {
            faults.append(
                Fault(
                    HostOptions.openPluginsSetting.variable,
                    "this bot has no plugin “\(name)”; it has \(registry.names.joined(separator: ", "))."))
        }
        if isStrict { faults += OpenRoute.all(of: registry.plugins, except: options.openPlugins).map(\.fault) }
        let access = AccessControl(
            rules: options.access, isAdmin: { options.isAdmin($0, of: router) },
            shortened: { router.shortened($0) }, canonical: { router.canonical($0) }, prefix: options.prefix)
        faults += access.faults(CommandTable(sets, of: registry).commands.map(\.row), networks: router.names)
        let schedules = PlannedSchedule.plan(registry.plugins.flatMap(\.schedules), zones: .system, now: clock.now)
        faults += schedules.faults
        let choice = StoreChoice(registry.plugins, options.store)
        faults += choice.faults
        guard faults.isEmpty else { throw Faults(faults) }
        self.chat = chat
        self.networks = router
        self.registry = registry
        self.rules = rules
        self.people = people
        self.secrets = secrets
        self.options = options
        self.settings = settings
        storePlugin = choice.plugin
        self.program = program
        startTime = clock.now
        let admins = AdminNotices(chat: chat, networks: router, options: options, clock: clock)
        self.admins = admins
        // The router does not own what refers to it.
        router.setOnMissing { [weak admins] in admins?.reportMissing($0, because: $1) }
        let handlers =
            registry.plugins.flatMap(\.endpoints).compactMap(\.deliveryHandler) + schedules.planned.map(\.handler)
        deliveries = DeliveryQueue(
            handlers, options.store, storeCounters, clock: clock, logger: logger, onDead: { admins.report($0) })
        scheduler = Scheduler(schedules.planned, deliveries, clock: clock, logger: logger)
        self.stores = stores
        pipeline = RequestPipeline(
            registry, options, deliveries: deliveries, keys: keys, clock: clock, logger: logger,
            onUnstored: { admins.reportUnstored($0, because: $1) }, observe: observe)
        signer = DeliverySigner(registry: registry, secrets: secrets, baseURL: options.baseURL, clock: clock)
        listenerTable = ListenerTable(registry.plugins.flatMap(\.listeners), clock: clock)
        incoming = IncomingQueue(clock: clock)
        reporter = StatusReporter(registry, secrets, router, deliveries, clock: clock)
        let subscriptions = SubscriptionKeeper(
            rules: rules, store: stores.store(of: Builtins.name),
            isKept: choice.plugin != nil || options.store.kind == .sqlite, networks: router, clock: clock)
        self.subscriptions = subscriptions
        let builtins = Builtins(
            registry: registry, pipeline: pipeline, deliveries: deliveries, scheduler: scheduler, signer: signer,
            secrets: secrets, reporter: reporter, settings: settings, access: access, networks: router, rules: rules,
            subscriptions: subscriptions, mentions: mentions, prefix: options.prefix,
            program: program,
            listing: CommandTable(sets, of: registry))
        let own = CommandSet(Builtins.name, owner: builtins, commands: Builtins.commands)
        commands = CommandRouter(
            commands: CommandTable([own] + commandSets, of: registry), prefix: options.prefix,
            access: access, logger: logger)
    }

    /// The values of the plugin with this name.
    package func pluginStore(of plugin: String) -> PluginStore { stores.store(of: plugin) }

    /// Where deliveries are to be stored (`HARK_STORE`).
    package var storeKind: StoreOptions.Kind { options.store.kind }

    /// The names of the chosen plugins, sorted.
    public var pluginNames: [String] { registry.names }

    /// Where the server listens: `http://127.0.0.1:3141`. The server sets it.
    public var listeners: [String] {
        get { reporter.listeners }
        set { reporter.listeners = newValue }
    }

    /// The header fields in which its plugins' senders put signatures, delivery identifiers and event names.
    public var headerNames: Set<String> {
        registry.plugins.reduce(into: []) { names, plugin in
            for endpoint in plugin.endpoints { names.formUnion(endpoint.requestGuard?.verifier?.headerNames ?? []) }
        }
    }

    /// The current status of the bot.
    public var status: BotStatus { get async { await reporter.status() } }

    /// Signs a request with its route's own secret, as the sender would. Returns it unchanged if the route needs no
    /// proof, or if the request already contains one, valid or not.
    /// - Throws: `Rejection` when it cannot be signed: the secret is not set, or is a public key.
    public func signed(_ request: Request) throws(Rejection) -> Request { try signer.signed(request) }

    /// Runs the chat networks and answers commands, until the task is cancelled or the person who owns one of the
    /// networks leaves it.
    /// - Throws: why the last network was lost, if none was ever connected.
    public func runNetworks() async throws {
        defer { incoming.close() }
        try await networks.run(
            onMessage: { await self.hear($0) }, onLoss: { await self.reportLoss(of: $0, because: $1) })
    }
}
