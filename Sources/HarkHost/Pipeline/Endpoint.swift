private import Synchronization

/// One route as the host serves it: the manifest's row bound to its plugin. A class, because each request holds it.
package final class Endpoint: Sendable {
    /// The row.
    let route: CatalogRoute
    let counters = RouteCounters()
    /// What stands before the handler; nil when anyone may call it as often as they like.
    package let requestGuard: RequestGuard?
    /// Runs the plugin's method on a request whose body is in. The texts are those of the rule's placeholders.
    let invoke: @Sendable (Request, [String]) async throws -> HandlerOutcome

    /// Binds a row to the slot of its plugin.
    init<Owner: Plugin>(
        _ parsed: CatalogRoute,
        _ route: Route<Owner>,
        in slot: PluginSlot<Owner>,
        guardOptions: RequestGuardOptions
    ) {
        self.route = parsed
        requestGuard = RequestGuard(route.trust, guardOptions, in: slot)
        let run = route.invoke
        invoke = { request, texts in
            guard let owner = slot.active else { throw Rejection(.notFound) }
            return try await run(owner, request, texts)
        }
    }

    package var plugin: String { route.plugin }
    var rule: URLRule { route.rule }
    package var label: String { route.label }

    /// Whether the body is looked at: by the method, the verifier or the handshake.
    package var readsBody: Bool {
        route.bodyKind != nil || requestGuard?.verifier != nil || requestGuard?.handshake != nil
    }

    /// Whether the row itself names the method, rather than its handshake.
    func handles(_ method: HTTPRequest.Method) -> Bool { route.ownMethods.contains(method) }
}

extension Router where Value == Endpoint {
    /// A router of the given routes.
    init(_ endpoints: [Endpoint]) {
        self.init()
        for endpoint in endpoints { add(endpoint.rule, methods: endpoint.route.methods, value: endpoint) }
    }
}

/// How often a route was used since the start, and how it went.
final class RouteCounters: Sendable {
    private let servedCount = Atomic<Int>(0)
    private let refusedCount = Atomic<Int>(0)
    private let failedCount = Atomic<Int>(0)
    private let ignoredCount = Atomic<Int>(0)
    private let incompleteCount = Atomic<Int>(0)
    private let ignoredReasons = Mutex<Set<[UInt8]>>([])

    /// Most reasons for ignoring a delivery that are distinguished; they come from senders.
    static let mostReasons = 256

    /// Bytes by which reasons are distinguished.
    static let longestReason = 256

    init() {}

    /// The counts of now.
    var counts: BotStatus.Counts {
        BotStatus.Counts(
            served: servedCount.load(ordering: .relaxed), ignored: ignoredCount.load(ordering: .relaxed),
            incomplete: incompleteCount.load(ordering: .relaxed), refused: refusedCount.load(ordering: .relaxed),
            failed: failedCount.load(ordering: .relaxed))
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

    /// Whether this reason for ignoring a delivery has not come up before, so that the operator is told once.
    func shouldLog(_ reason: String) -> Bool {
        // Bytes, and not too many of them: reasons may repeat what a sender wrote.
        let start = Array(reason.utf8.prefix(Self.longestReason))
        return ignoredReasons.withLock { $0.count < Self.mostReasons && $0.insert(start).inserted }
    }
}
