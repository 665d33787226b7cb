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
    package var rule: URLRule { route.rule }
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
