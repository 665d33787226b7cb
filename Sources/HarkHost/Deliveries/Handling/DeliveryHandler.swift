internal import HarkStore

/// How the stored deliveries of a route are handled.
struct DeliveryHandler: Sendable {
    /// The route as the store knows it.
    let route: StoredRoute
    /// Longest time for one attempt.
    let timeLimit: Duration
    /// Most attempts.
    let attempts: Int
    /// What happens while another delivery with the same key is unfinished.
    let policy: StoredKeyPolicy
    /// Whether a newer delivery cancels the one with its key that runs.
    let cancelsRunning: Bool
    let counters: RouteCounters
    let deliveryCounters = DeliveryCounters()
    /// Decodes a stored delivery.
    /// - Throws: `UnusableDelivery`, `InactivePlugin`, or the `Rejection` of a body that does not decode.
    let prepare: @Sendable (DeliveryRecord, StoredPayload) throws -> EndpointCall
}

extension DeliveryHandler {
    /// The handler of a durable route.
    init(
        _ parsed: CatalogRoute, _ options: DurableOptions, _ counters: RouteCounters,
        _ prepareRequest: @escaping @Sendable (Request, [String]) throws -> EndpointCall
    ) {
        route = StoredRoute(plugin: parsed.plugin, label: parsed.label)
        timeLimit = options.timeLimit
        attempts = options.attempts
        policy = StoredKeyPolicy(options.policy)
        cancelsRunning = options.policy.kind == .latest(cancelling: true)
        self.counters = counters
        var router = Router<Bool>()
        router.add(parsed.rule, methods: parsed.ownMethods, value: true)
        let paths = router
        prepare = { record, payload in
            guard var request = Request(payload) else { throw UnusableDelivery("The stored request is damaged.") }
            request.id = record.requestID
            guard case .found(_, let texts) = paths.match(path: request.target.path, method: request.method) else {
                throw UnusableDelivery("The route does not take the stored path any more.")
            }
            return try prepareRequest(request, texts)
        }
    }
}

extension StoredKeyPolicy {
    fileprivate init(_ policy: KeyPolicy) {
        self =
            switch policy.kind {
            case .serial: .serial
            case .latest: .latest
            case .first: .first
            case .debounced(let delay, let limit): .debounced(delay: delay, limit: limit)
            }
    }
}
