private import Synchronization

/// One route as the host serves it: the manifest's row bound to its plugin. A class, because each request refers to it.
package final class Endpoint: Sendable {
    /// The row.
    let route: CatalogRoute
    let counters: RouteCounters
    /// The checks before the handler; nil if anyone may call it at any rate.
    package let requestGuard: RequestGuard?
    /// Decodes a request whose body has arrived, for the plugin's method. The texts are the values of the rule's
    /// placeholders.
    let prepare: @Sendable (Request, [String]) throws -> EndpointCall
    /// How its stored deliveries are handled; nil if the row is not durable.
    let deliveryHandler: DeliveryHandler?

    /// Binds a row to the slot of its plugin.
    init<Owner: Plugin>(
        _ parsed: CatalogRoute,
        _ route: Route<Owner>,
        in slot: PluginSlot<Owner>,
        guardOptions: RequestGuardOptions
    ) {
        self.route = parsed
        let counters = RouteCounters()
        self.counters = counters
        requestGuard = RequestGuard(route.trust, guardOptions, in: slot)
        let preparation = route.preparation(placeholders: parsed.rule.placeholders.map(\.name))
        let prepare = { @Sendable (request: Request, texts: [String]) throws -> EndpointCall in
            // A plugin that is being deactivated answers nothing, not even that a body is malformed.
            guard slot.active != nil else { throw InactivePlugin() }
            let call = try preparation(request, texts)
            return EndpointCall(key: call.key) {
                guard let owner = slot.active else { throw InactivePlugin() }
                return try await call.run(owner)
            }
        }
        self.prepare = prepare
        deliveryHandler = parsed.durable.map { DeliveryHandler(parsed, $0, counters, prepare) }
    }

    package var plugin: String { route.plugin }
    var rule: URLRule { route.rule }
    package var label: String { route.label }

    /// Whether the handler, the verifier or the handshake reads the body.
    package var readsBody: Bool {
        route.bodyKind != nil || requestGuard?.verifier != nil || requestGuard?.handshake != nil
    }

    /// Whether the row itself names the method; if not, its handshake does.
    func handles(_ method: HTTPRequest.Method) -> Bool { route.ownMethods.contains(method) }
}

/// A handler with the decoded request, to be run at once or later.
struct EndpointCall: Sendable {
    /// The delivery's key at a durable route that has one.
    let key: String?
    /// Runs the plugin's method on the instance that is active then.
    /// - Throws: what the method throws, and `InactivePlugin`.
    let run: @Sendable () async throws -> HandlerOutcome
}

extension Router where Value == Endpoint {
    /// A router for these routes.
    init(_ endpoints: [Endpoint]) {
        self.init()
        for endpoint in endpoints { add(endpoint.rule, methods: endpoint.route.methods, value: endpoint) }
    }
}

/// Counts the uses of a route since the start, by result.
final class RouteCounters: Sendable {
    private let servedCount = Atomic<Int>(0)
    private let refusedCount = Atomic<Int>(0)
    private let failedCount = Atomic<Int>(0)
    private let ignoredCount = Atomic<Int>(0)
    private let incompleteCount = Atomic<Int>(0)
    private let ignoredReasons = Mutex<Set<[UInt8]>>([])

    /// Most reasons for ignoring a delivery that are told apart; senders can influence them.
    static let mostReasons = 256

    /// How many bytes of a reason are compared.
    static let longestReason = 256

    init() {}

    /// The current counts.
    var counts: BotStatus.Counts {
        BotStatus.Counts(
            served: servedCount.load(ordering: .relaxed), ignored: ignoredCount.load(ordering: .relaxed),
            incomplete: incompleteCount.load(ordering: .relaxed), refused: refusedCount.load(ordering: .relaxed),
            failed: failedCount.load(ordering: .relaxed))
    }

    /// Counts the end of a delivery that was stored and acknowledged before.
    func countEnd(isIgnored: Bool, isIncomplete: Bool, isFailed: Bool) {
        if isIgnored { ignoredCount.add(1, ordering: .relaxed) }
        if isIncomplete { incompleteCount.add(1, ordering: .relaxed) }
        if isFailed { failedCount.add(1, ordering: .relaxed) }
    }

    /// Counts one answer.
    func count(_ status: HTTPResponse.Status, isIgnored: Bool, isIncomplete: Bool) {
        switch status.code {
        case ..<400: servedCount.add(1, ordering: .relaxed)
        case ..<500: refusedCount.add(1, ordering: .relaxed)
        default: failedCount.add(1, ordering: .relaxed)
        }
        if isIgnored { ignoredCount.add(1, ordering: .relaxed) }
        if isIncomplete { incompleteCount.add(1, ordering: .relaxed) }
    }

    /// Whether a reason for ignoring a delivery is new, so that it is logged once.
    func shouldLog(_ reason: String) -> Bool {
        // A bounded number of bytes: reasons may repeat what a sender wrote.
        let start = Array(reason.utf8.prefix(Self.longestReason))
        return ignoredReasons.withLock { $0.count < Self.mostReasons && $0.insert(start).inserted }
    }
}
