/// Handles requests: routes and guards them, calls the plugin, counts and records the responses.
///
/// `admit` decides on the header section. Once the body has arrived, `authorize` verifies the request and looks it up
/// among earlier deliveries; then it is handled; `complete` ends every request.
public final class RequestPipeline: Responder, Sendable {
    let registry: PluginRegistry
    let options: HostOptions
    let clock: BotClock
    let logger: Logger
    let observe: @Sendable (RequestRecord) -> Void
    let sites: SiteCheck
    let identifiers = RequestIdentifiers()

    /// A pipeline for the plugins of a registry.
    /// - Parameter observe: called for every answered request.
    init(
        _ registry: PluginRegistry,
        _ options: HostOptions,
        clock: BotClock,
        logger: Logger,
        observe: @escaping @Sendable (RequestRecord) -> Void
    ) {
        self.registry = registry
        self.options = options
        sites = SiteCheck(options)
        self.clock = clock
        self.logger = logger
        self.observe = observe
    }
}
