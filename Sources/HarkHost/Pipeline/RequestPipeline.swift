/// The way of a request: routed, guarded, handled by its plugin, counted and recorded.
///
/// `admit` decides on the header section. What is admitted is verified and looked up among earlier deliveries
/// (`authorize`) when its body is in, then handled; `complete` ends every way.
public final class RequestPipeline: Responder, Sendable {
    let registry: PluginRegistry
    let options: HostOptions
    let clock: BotClock
    let logger: Logger
    let observe: @Sendable (RequestRecord) -> Void
    let sites: SiteCheck
    let identifiers = RequestIdentifiers()

    /// A pipeline to the plugins of a registry.
    /// - Parameter observe: told of every answered request.
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
