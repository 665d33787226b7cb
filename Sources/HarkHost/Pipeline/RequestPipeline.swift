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
    /// Stores the deliveries of durable routes.
    let deliveries: DeliveryQueue
    /// Called for each delivery that is handled without being stored, with the reason.
    let onUnstored: @Sendable (_ plugin: String, _ reason: String) -> Void
    /// The keys that providers publish.
    let keys: PublishedKeys
    let identifiers = RequestIdentifiers()
    /// Counts the requests that no route takes.
    let unroutedCounters = RouteCounters()

    /// A pipeline for the plugins of a registry.
    /// - Parameters:
    ///   - deliveries: stores the deliveries of durable routes.
    ///   - keys: the keys that providers publish.
    ///   - onUnstored: called for each delivery that is handled without being stored, with the reason.
    ///   - observe: called for every answered request.
    init(
        _ registry: PluginRegistry,
        _ options: HostOptions,
        deliveries: DeliveryQueue,
        keys: PublishedKeys,
        clock: BotClock,
        logger: Logger,
        onUnstored: @escaping @Sendable (_ plugin: String, _ reason: String) -> Void,
        observe: @escaping @Sendable (RequestRecord) -> Void
    ) {
        self.registry = registry
        self.options = options
        self.deliveries = deliveries
        self.onUnstored = onUnstored
        self.keys = keys
        sites = SiteCheck(options)
        self.clock = clock
        self.logger = logger
        self.observe = observe
    }
}
