/// One route as the host serves it: the manifest's row bound to its plugin. A class, because each request holds it.
final class Endpoint: Sendable {
    let plugin: String
    let rule: URLRule
    let methods: Set<HTTPRequest.Method>
    private let ownMethods: Set<HTTPRequest.Method>
    let label: String
    let bodyKind: BodyDescription?
    let bodyLimit: Int?
    let deadline: Duration?
    let isOffloaded: Bool
    let counters = RouteCounters()
    /// What stands before the handler; nil when anyone may call it as often as they like.
    let requestGuard: RequestGuard?
    let invoke: Invoke

    /// Runs the plugin's method on a request whose body is in. The texts are those of the rule's placeholders.
    enum Invoke: Sendable {
        /// A method that cannot suspend.
        case immediate(@Sendable (Request, [String]) throws -> Response)
        /// A method that may.
        case suspending(@Sendable (Request, [String]) async throws -> Response)
    }

    /// Binds a row to the slot of its plugin; nil when its rule has a fault.
    init?<Owner: Plugin>(
        _ route: Route<Owner>,
        of manifest: Manifest<Owner>,
        in slot: PluginSlot<Owner>,
        guardOptions: RequestGuardOptions
    ) {
        guard let rule = try? URLRule(route.rule(in: manifest)) else { return nil }
        self.rule = rule
        plugin = manifest.name
        ownMethods = Set(route.methods).union(route.methods.contains(.get) ? [.head] : [])
        methods = ownMethods.union([route.trust.handshake?.method].compactMap(\.self))
        label = route.label(in: manifest)
        bodyKind = route.bodyKind
        bodyLimit = route.bodyLimit
        deadline = route.deadline
        isOffloaded = route.isOffloaded
        requestGuard = RequestGuard(route.trust, guardOptions, in: slot)
        let owner = { @Sendable () throws(Rejection) in
            guard let owner = slot.active else { throw Rejection(.notFound) }
            return owner
        }
        switch route.invoke {
        case .immediate(let run): invoke = .immediate { try run(owner(), $0, $1) }
        case .suspending(let run): invoke = .suspending { try await run(owner(), $0, $1) }
        }
    }

    /// Whether the method may suspend, as it must to speak in the chat.
    var isSuspending: Bool {
        if case .suspending = invoke { true } else { false }
    }

    /// Whether the body is looked at: by the method, or by the verifier.
    var readsBody: Bool { bodyKind != nil || requestGuard?.verifier != nil }

    /// Whether a sender has to prove something, now: not where there is no verifier, or the operator chose “unsigned”.
    var demandsProof: Bool { requestGuard?.demandsProof ?? false }

    /// Whether the row itself names the method, rather than its handshake.
    func handles(_ method: HTTPRequest.Method) -> Bool { ownMethods.contains(method) }
}

extension Router where Value == Endpoint {
    /// A router of the given routes.
    init(_ endpoints: [Endpoint]) {
        self.init()
        for endpoint in endpoints { add(endpoint.rule, methods: endpoint.methods, value: endpoint) }
    }
}
