internal import HarkClient

/// What a host gives to its plugins: all that their contexts and the guards of their routes consist of.
struct PluginServices: Sendable {
    /// The settings of all plugins; each sees its own.
    let settings: Settings
    let chat: Chat
    let stores: PluginStores
    /// The keys that providers publish.
    let keys: PublishedKeys
    let guardOptions: RequestGuardOptions
    let baseURL: BaseURL?
    let logger: Logger
    let clock: BotClock
    let http: HTTPClient
    let webSockets: WebSocketConfiguration

    /// The services of a bot.
    /// - Parameter settings: those of all plugins.
    init(_ settings: Settings, _ options: HostOptions, _ chat: Chat, _ dependencies: HostDependencies) {
        self.settings = settings
        self.chat = chat
        baseURL = options.baseURL
        logger = dependencies.logger
        clock = dependencies.clock
        http = dependencies.http
        webSockets = dependencies.webSockets
        stores = PluginStores(clock: clock)
        keys = PublishedKeys(http: http, clock: clock)
        guardOptions = RequestGuardOptions(
            rateLimit: options.rateLimit, acceptsClientCertificates: dependencies.acceptsClientCertificates,
            clock: clock)
    }

    /// The context of a plugin's instance.
    func context(of plugin: Catalog.Entry) -> PluginContext {
        var labelled = logger
        labelled[metadataKey: "plugin"] = "\(plugin.name)"
        var context = PluginContext(
            settings: Settings(settings, of: plugin.settings), chat: chat, logger: labelled, clock: clock,
            store: stores.store(of: plugin.name), http: http, webSockets: webSockets, baseURL: baseURL)
        context.publishedKeys = keys
        return context
    }
}
