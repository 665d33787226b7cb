/// The bot without its sockets: puts together the values that do its work.
///
/// `docs/Architecture.md` lists them, and what each does.
public final class Host: Sendable {
    /// The plugins, the chat and what else is ready before the start.
    let bot: PreparedBot

    /// What is kept in the store, and works on it.
    let stored: StoredWork

    /// Answers requests: the server's responder.
    public let pipeline: RequestPipeline

    let receiver: MessageReceiver
    let signer: DeliverySigner
    let reporter: StatusReporter

    /// Loads the plugins and creates an instance of each. Nothing is written, and no plugin is active before `start()`.
    /// - Parameters:
    ///   - configuration: the plugins and the values of their settings.
    ///   - networks: chat networks that are not plugins: the terminal, a recorder.
    ///   - strictness: how strict to be; nil to use `HARK_STRICT`.
    ///   - dependencies: the clock, the log, and what else is outside.
    /// - Throws: `Faults` with all faults of all settings and manifests.
    package init(
        _ configuration: BotConfiguration, networks: [any ChatNetwork] = [], isStrict strictness: Bool? = nil,
        _ dependencies: HostDependencies = HostDependencies()
    ) throws(Faults) {
        bot = try PreparedBot(configuration, networks: networks, isStrict: strictness, dependencies)
        stored = StoredWork(bot)
        let admins = bot.chat.admins
        pipeline = RequestPipeline(
            bot.registry, bot.options, deliveries: stored.deliveries, keys: bot.services.keys,
            clock: dependencies.clock, logger: dependencies.logger,
            onUnstored: { admins.reportUnstored($0, because: $1) }, observe: dependencies.observe)
        signer = DeliverySigner(
            registry: bot.registry, secrets: bot.secrets, baseURL: bot.options.baseURL, clock: dependencies.clock)
        reporter = StatusReporter(
            bot.registry, bot.secrets, bot.chat.networks, stored.deliveries, clock: dependencies.clock)
        let builtins = Builtins(bot: bot, stored: stored, pipeline: pipeline, signer: signer, reporter: reporter)
        let own = CommandSet(Builtins.name, owner: builtins, commands: Builtins.commands)
        let commands = CommandRouter(
            commands: CommandTable([own] + dependencies.commandSets, of: bot.registry), prefix: bot.options.prefix,
            access: bot.access, logger: dependencies.logger)
        receiver = MessageReceiver(bot, commands)
    }

    /// The chat that plugins speak to.
    public var chat: Chat { bot.chat.chat }

    package var networks: NetworkRouter { bot.chat.networks }
    package var registry: PluginRegistry { bot.registry }
    package var secrets: SecretKeeper { bot.secrets }
    package var options: HostOptions { bot.options }
    package var deliveries: DeliveryQueue { stored.deliveries }
    package var scheduler: Scheduler { stored.scheduler }

    /// Keeps what the bot must not lose; nil for the built-in store.
    package var storePlugin: (any StorePlugin)? { bot.storePlugin }

    /// Where deliveries are to be stored (`HARK_STORE`).
    package var storeKind: StoreOptions.Kind { options.store.kind }

    /// The bot's network of that type, for tests of a network itself; nil if the bot is not connected to it.
    public func network<Network: ChatNetwork>(_ type: Network.Type) -> Network? {
        networks.network(type.networkName) as? Network
    }

    /// The values of the plugin with this name.
    package func pluginStore(of plugin: String) -> PluginStore { bot.services.stores.store(of: plugin) }

    /// Where the server listens: `http://127.0.0.1:3141`. The server sets it.
    package var listeners: [String] {
        get { reporter.listeners }
        set { reporter.listeners = newValue }
    }

    /// The current status of the bot.
    package var status: BotStatus { get async { await reporter.status() } }

    /// The metrics.
    package var metrics: Metrics {
        Metrics(
            startTime: reporter.startTime, registry: registry, pipeline: pipeline, networks: networks,
            deliveries: deliveries, scheduler: scheduler, clock: pipeline.clock)
    }

    /// Explains what the rules decide about payloads.
    package var ruleExplainer: RuleExplainer {
        RuleExplainer(
            registry: registry, rules: bot.chat.rules, settings: bot.settings, namedRooms: bot.namedRooms,
            rooms: options.rooms, clock: pipeline.clock)
    }

    /// A delivery to a plugin as its provider would make it, not signed yet: the payload of an event, with the event's
    /// name where the provider puts it; or, for a plugin without events, any body to the only row that takes one.
    /// - Parameters:
    ///   - event: the name, in any case and with `_` or nothing instead of other characters: `push_hook`. A name that
    ///     the plugin does not announce is sent unchanged. Nil for a payload that needs no name.
    ///   - contentType: the type of a payload that is not an event, if known; events are sent as JSON.
    ///   - target: the path of one of the plugin's rows, optionally with a query, to send the body to another row.
    /// - Throws: `Rejection` if there is no such plugin, if it is not clear which of its routes takes payloads, or if
    ///   none does at `target`.
    public func delivery(
        to plugin: String, event: String?, payload: [UInt8], contentType: String? = nil,
        at target: RequestTarget? = nil
    ) throws(Rejection) -> Request {
        try registry.delivery(to: plugin, event: event, payload: payload, contentType: contentType, at: target)
    }

    /// Signs a request with its route's own secret, as the sender would. Returns it unchanged if the route needs no
    /// proof, or if the request already contains one, valid or not.
    /// - Throws: `Rejection` when it cannot be signed: the secret is not set, or is a public key.
    public func signed(_ request: Request) throws(Rejection) -> Request { try signer.signed(request) }

    /// Runs a message's command, or else its listeners, and answers in the message's room.
    public func receive(_ message: IncomingMessage) async { await receiver.receive(message) }
}
