private import Synchronization

/// The bot without its sockets: it loads plugins, checks their manifests, routes and answers requests, and runs
/// commands.
public final class Host: Responder, Sendable {
    /// The chat that plugins speak to.
    public let chat: Chat

    let chatBackend: any ChatBackend
    let plugins: [LoadedPlugin]
    let commands: CommandTable
    let settings: Settings
    let logger: Logger
    let started: ContinuousClock.Instant
    let options: HostOptions
    let clock: BotClock
    /// What starts the bot in a shell.
    let program: String
    let secrets: [SecretSetting]
    let secretStore: any SecretStore
    /// The variables whose secrets the bot generated itself, by where each is kept.
    let generatedSecrets: [String: String]
    /// The verifiers that use the secret of a variable.
    let verifiers: [String: [Verifier]]

    /// The routes of all plugins, also of those that are not active, to be looked at and not to be served.
    let allRoutes: Router<Endpoint>

    private let addresses = Mutex<[String]>([])
    let identifiers = RequestIdentifiers()
    private let table: Mutex<Router<Endpoint>>
    let observe: @Sendable (RequestRecord) -> Void

    /// Loads the chosen plugins and makes an instance of each. None is active yet: `start()` does that.
    /// - Parameters:
    ///   - plugins: the chosen plugins; their order has no meaning.
    ///   - reading: what the environment holds for `HostOptions.declarations(with: plugins)`.
    ///   - backend: the chat.
    ///   - acceptsClientCertificates: whether the server asks clients for certificates (`HARK_TLS_CLIENT_CA`).
    ///   - secretStore: where the secrets are kept that the bot makes itself.
    ///   - commandSets: commands of the server itself.
    ///   - program: what starts the bot in a shell, for hints such as "`hark secret github` shows it".
    ///   - logger: for the host; plugins get one with their name.
    ///   - clock: what time it is.
    ///   - observe: told of every answered request.
    /// - Throws: `Faults` with all faults of all settings and manifests.
    public init(
        plugins: [any Plugin.Type],
        reading: SettingsReader.Reading,
        chat backend: any ChatBackend,
        acceptsClientCertificates: Bool = true,
        secretStore: any SecretStore = MemorySecretStore(),
        commandSets: [CommandSet] = [],
        program: String = "hark",
        logger: Logger,
        clock: BotClock = .system,
        observe: @escaping @Sendable (RequestRecord) -> Void = { _ in }
    ) throws(Faults) {
        let settings = reading.settings
        let options = try? HostOptions(settings)
        let chat = Chat(backend, rooms: options?.rooms ?? [])
        let guardOptions = RequestGuardOptions(
            rateLimit: options?.rateLimit, acceptsClientCertificates: acceptsClientCertificates, clock: clock)
        let loaded = plugins.map { plugin in
            LoadedPlugin(
                plugin, settings: settings, guardOptions: guardOptions, chat: chat, logger: logger, clock: clock)
        }
        let others = ([.builtins] + commandSets).flatMap(\.commands)
        var faults = reading.faults + Catalog.faults(of: plugins, commandsBeside: others)
        // Which secrets the routes of a plugin use is not known before there is an instance of it.
        var unknown: Set<String> = []
        for plugin in loaded {
            let variables = plugin.settings.map(\.variable)
            do {
                if reading.malformed.isDisjoint(with: variables) {
                    try plugin.prepare()
                } else {
                    unknown.formUnion(variables)
                }
            } catch {
                unknown.formUnion(variables)
                faults.append(Fault("plugin \(plugin.name)", "\(SystemErrorDescription(error))"))
            }
        }
        let missing = reading.missingSecrets.filter { !unknown.contains($0.variable) }
        let setup = SecretSetup(
            loaded, missing: missing, secretStore: secretStore, isStrict: options?.isStrict ?? false)
        faults += setup.faults
        for name in (options?.openPlugins ?? []).subtracting(loaded.map(\.name)).sorted() {
            faults.append(
                Fault(
                    HostOptions.openPluginsSetting.variable,
                    "this bot has no plugin “\(name)”; it has \(loaded.map(\.name).sorted().joined(separator: ", "))."))
        }
        let openRows = OpenRow.all(of: loaded, except: options?.openPlugins ?? [])
        if options?.isStrict == true { faults += openRows.map(\.fault) }
        guard faults.isEmpty, let options else { throw Faults(faults) }
        self.program = program
        secrets = reading.secrets
        self.secretStore = secretStore
        generatedSecrets = setup.made
        verifiers = setup.verifiers
        self.clock = clock
        self.plugins = loaded.sorted { $0.name < $1.name }
        allRoutes = Router(loaded.flatMap(\.endpoints))
        commands = CommandTable(others + loaded.flatMap(\.commands))
        self.options = options
        self.settings = settings
        self.chat = chat
        chatBackend = backend
        table = Mutex(Router())
        started = .now
        self.logger = logger
        self.observe = observe
    }

    /// Activates every plugin.
    /// - Throws: `Faults` with what kept plugins from starting, all of them.
    public func start() async throws(Faults) {
        var faults: [Fault] = []
        for plugin in plugins {
            do { try await plugin.activate() } catch {
                faults.append(Fault("plugin \(plugin.name)", "\(SystemErrorDescription(error))"))
            }
        }
        rebuildRoutes()
        guard faults.isEmpty else {
            await stop()
            throw Faults(faults)
        }
    }

    /// Deactivates every plugin, once no more requests come in.
    public func stop() async {
        for plugin in plugins.reversed() { await plugin.deactivate() }
        rebuildRoutes()
    }

    /// The names of the chosen plugins, sorted.
    public var pluginNames: [String] { plugins.map(\.name) }

    /// Finds a plugin by name, any case accepted.
    /// - Throws: `Rejection` with the nearest name.
    func plugin(_ name: String) throws(Rejection) -> LoadedPlugin {
        if let plugin = plugins.first(where: { $0.name.hasSameBytesIgnoringCase(as: name) }) { return plugin }
        let start = name.scalars(upTo: 64)
        let hint = Suggestion(for: start, among: pluginNames).nearest.map { "Did you mean \($0)?" }
        let known = "There are: \(pluginNames.joined(separator: ", "))."
        throw Rejection(.notFound, "There is no plugin “\(start)”. \(hint ?? known)")
    }

    /// Where the server listens, for `!webstatus`: `http://127.0.0.1:3141`. The server sets it.
    public var listeners: [String] {
        get { addresses.withLock { $0 } }
        set { addresses.withLock { $0 = newValue } }
    }

    /// The routes of the active plugins.
    var router: Router<Endpoint> { table.withLock { $0 } }

    /// Makes the routes those of the active plugins.
    func rebuildRoutes() {
        table.withLock { $0 = Router(plugins.filter { $0.isActive() }.flatMap(\.endpoints)) }
    }

    /// Answers a message that the bot heard, where it came from, if it is a command.
    public func receive(_ message: IncomingMessage) async {
        let dispatcher = CommandDispatcher(host: self, prefix: options.prefix, admins: options.admins)
        guard var answer = await dispatcher.answer(to: message) else { return }
        answer.thread = answer.thread ?? message.thread
        answer.replyTo = answer.replyTo ?? message.id
        do {
            try await chat.send(answer, to: message.room)
        } catch {
            logger.error("answer not delivered", metadata: ["room": "\(message.room)", "error": "\(error)"])
        }
    }
}
