public import HarkClient

/// The bot without its sockets: the values that do its work, put together.
///
/// `PluginRegistry` has the plugins, `RequestPipeline` answers requests, `CommandRouter` answers people, `SecretKeeper`
/// knows the secrets, and `StatusReporter` says how it is going.
public final class Host: Sendable {
    /// The chat that plugins speak to.
    public let chat: Chat

    /// The networks behind it.
    package let networks: NetworkRouter

    /// The bot's network of that type, for tests of a network itself; nil where the bot is not connected to it.
    public func network<Network: ChatNetwork>(_ type: Network.Type) -> Network? {
        networks.network(type.networkName) as? Network
    }

    /// What answers requests: the server's responder.
    public let pipeline: RequestPipeline

    package let registry: PluginRegistry
    let commands: CommandRouter
    package let secrets: SecretKeeper
    let signer: DeliverySigner
    let reporter: StatusReporter
    let incoming: IncomingQueue
    let listenerTable: ListenerTable
    /// The rooms that settings name, and the variable that does.
    let namedRooms: [(variable: String, room: Room)]
    package let options: HostOptions
    /// What starts the bot in a shell.
    let program: String

    /// Loads the chosen plugins and makes an instance of each. Nothing is written, and no plugin is active yet:
    /// `start()` does that.
    /// - Parameters:
    ///   - plugins: the chosen plugins; their order has no meaning.
    ///   - networks: chat networks that are no plugins: the terminal, a recording.
    ///   - reading: what the environment holds for `HostOptions.declarations(with: plugins)`.
    ///   - strictness: how strict to be; nil for what `HARK_STRICT` says.
    ///   - acceptsClientCertificates: whether the server asks clients for certificates (`HARK_TLS_CLIENT_CA`).
    ///   - secretStore: where the secrets are kept that the bot generates itself.
    ///   - writesSecrets: whether it is to be started, so that a store that cannot keep secrets is a fault.
    ///   - commandSets: commands of the server itself.
    ///   - program: what starts the bot in a shell, for hints such as "`hark secret github` shows it".
    ///   - logger: for the host; plugins get one with their name.
    ///   - clock: what time it is.
    ///   - http: what plugins make requests with; whoever made it shuts it down.
    ///   - webSockets: how plugins open WebSockets.
    ///   - observe: told of every answered request.
    /// - Throws: `Faults` with all faults of all settings and manifests.
    public init(
        plugins: [any Plugin.Type],
        networks: [any ChatNetwork] = [],
        reading: SettingsReader.Reading,
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
        let settings = reading.settings
        let options = try? HostOptions(settings)
        let isStrict = strictness ?? options?.isStrict ?? false
        let router = NetworkRouter(clock: clock, logger: logger)
        let chat = Chat(
            rooms: options?.rooms ?? [], canonical: { router.canonical($0) },
            enqueue: { message, room throws(ChatError) in try await router.enqueue(message, to: room) })
        let guardOptions = RequestGuardOptions(
            rateLimit: options?.rateLimit, acceptsClientCertificates: acceptsClientCertificates, clock: clock)
        let loaded = plugins.map { plugin in
            LoadedPlugin(
                plugin, settings: settings, guardOptions: guardOptions, chat: chat, logger: logger, clock: clock,
                http: http, webSockets: webSockets)
        }
        let registry = PluginRegistry(loaded)
        let sets = [.builtinListing] + commandSets
        var faults =
            reading.faults
            + Catalog.faults(of: plugins, loaded.map(\.entry), besides: sets.flatMap(\.commands).map(\.row))
        // Which secrets the routes of a plugin use is not known before there is an instance of it.
        let unprepared = registry.prepare(except: reading.malformed)
        faults += unprepared.faults
        let connected = networks + registry.plugins.compactMap { $0.network() }
        let declarations = HostOptions.declarations(with: plugins)
        namedRooms = declarations.flatMap { declaration in
            settings.rooms(of: declaration).map { (declaration.variable, $0) }
        }
        router.connect(options?.ordered(connected) ?? connected, rooms: namedRooms.map(\.room))
        faults += HostOptions.roomFaults(of: declarations, settings, router.names)
        let secrets = SecretKeeper(
            registry.plugins, secrets: reading.secrets,
            missing: reading.missingSecrets.filter { !unprepared.variables.contains($0.variable) }, store: secretStore,
            writes: writesSecrets, isStrict: isStrict)
        faults += secrets.faults
        let openPlugins = options?.openPlugins ?? []
        for name in openPlugins.subtracting(registry.names).sorted() {
            faults.append(
                Fault(
                    HostOptions.openPluginsSetting.variable,
                    "this bot has no plugin “\(name)”; it has \(registry.names.joined(separator: ", "))."))
        }
        if isStrict { faults += OpenRoute.all(of: registry.plugins, except: openPlugins).map(\.fault) }
        let access = AccessControl(
            rules: options?.access ?? AccessRules(rules: []), isAdmin: { options?.isAdmin($0, of: router) ?? false },
            shortened: { router.shortened($0) }, canonical: { router.canonical($0) }, prefix: options?.prefix ?? "")
        faults += access.faults(CommandTable(sets, of: registry).commands.map(\.row), networks: router.names)
        guard faults.isEmpty, let options else { throw Faults(faults) }
        self.chat = chat
        self.networks = router
        self.registry = registry
        self.secrets = secrets
        self.options = options
        self.program = program
        pipeline = RequestPipeline(registry, options, clock: clock, logger: logger, observe: observe)
        signer = DeliverySigner(registry: registry, secrets: secrets, baseURL: options.baseURL, clock: clock)
        listenerTable = ListenerTable(registry.plugins.flatMap(\.listeners), clock: clock)
        incoming = IncomingQueue(clock: clock)
        reporter = StatusReporter(registry, secrets, router, clock: clock)
        let builtins = Builtins(
            registry: registry, pipeline: pipeline, signer: signer, secrets: secrets, reporter: reporter,
            settings: settings, access: access, networks: router, prefix: options.prefix, program: program,
            listing: CommandTable(sets, of: registry))
        let own = CommandSet(Builtins.name, owner: builtins, commands: Builtins.commands)
        commands = CommandRouter(
            commands: CommandTable([own] + commandSets, of: registry), prefix: options.prefix,
            access: access, logger: logger)
    }

    /// Keeps the secrets that were generated, then activates every plugin.
    /// - Throws: `Faults` with what cannot be kept, or with what kept plugins from starting, all of them.
    public func start() async throws(Faults) {
        try secrets.keep()
        try await registry.activateAll()
    }

    /// Deactivates every plugin, once no more requests come in.
    public func stop() async { await registry.deactivateAll() }

    /// The names of the chosen plugins, sorted.
    public var pluginNames: [String] { registry.names }

    /// Where the server listens: `http://127.0.0.1:3141`. The server sets it.
    public var listeners: [String] {
        get { reporter.listeners }
        set { reporter.listeners = newValue }
    }

    /// The header fields in which the senders of its plugins prove, identify and name their deliveries.
    public var headerNames: Set<String> {
        registry.plugins.reduce(into: []) { names, plugin in
            for endpoint in plugin.endpoints { names.formUnion(endpoint.requestGuard?.verifier?.headerNames ?? []) }
        }
    }

    /// How the bot is doing now.
    public var status: BotStatus { reporter.status() }

    /// What the operator should know before the first delivery, and how loud to say it: a line for each secret, and one
    /// for the rows of a plugin that people may call who have proved nothing.
    public var trustNotices: [TrustNotice] {
        secrets.notices(of: registry.plugins, program: program)
            + OpenRoute.notices(of: OpenRoute.all(of: registry.plugins, except: options.openPlugins))
    }

    /// The secrets that the bot generated for a plugin.
    /// - Throws: `Rejection` with the nearest name when there is no such plugin.
    public func generatedSecrets(of plugin: String) throws(Rejection) -> [GeneratedSecret] {
        secrets.generatedSecrets(of: try registry.plugin(plugin))
    }

    /// Reads the secrets that came from files again. A file that cannot be used leaves its secret as it was.
    /// - Returns: the variables whose secrets are others now, and what was wrong.
    public func reloadSecrets() -> (changed: [String], faults: [Fault]) { secrets.reload() }

    /// A request as the sender of its route would sign it with the route's own secret; the request itself where there
    /// is nothing to prove, or something stands already where a proof would, right or wrong.
    /// - Throws: `Rejection` when it cannot be signed: the secret is not there, or is a public key.
    public func signed(_ request: Request) throws(Rejection) -> Request { try signer.signed(request) }

    /// Runs the chat networks, and answers the commands that are heard on them, until the task is cancelled or the person
    /// who owns one of the networks leaves it.
    /// - Throws: why the last network was lost.
    public func runNetworks() async throws {
        defer { incoming.close() }
        try await networks.run(
            onMessage: { await self.hear($0) }, onLoss: { await self.reportLoss(of: $0, because: $1) })
    }
}
