private import Synchronization

/// The operator's options for the guards of all routes.
struct RequestGuardOptions: Sendable {
    /// The rate limit for each source, for routes without one of their own.
    let rateLimit: RateLimit?
    /// Whether the server asks clients for certificates.
    let acceptsClientCertificates: Bool
    /// The clock.
    let clock: BotClock
}

/// The checks before a route's handler: who may call it, how often, and what they must prove.
package final class RequestGuard: Sendable {
    /// How senders are authenticated; nil if anyone may call.
    package let verifier: Verifier?

    /// The provider's handshake.
    package let handshake: Handshake?

    /// Whether the handler itself authenticates senders.
    package let isVerifiedByHandler: Bool

    /// Reads the values that the plugin's instance supplies.
    private let readInstance: @Sendable () -> InstanceValues
    private let acceptsClientCertificates: Bool
    private let sources: [AddressRange]
    private let limiters: [Limiter]
    private let oldSecretThrottle = Throttle(every: .seconds(60))
    let clock: BotClock

    /// The deliveries that passed the guard.
    let ledger = DeliveryLedger()

    /// For deliveries whose query matters, the ledger entries of each.
    private let choices = Mutex(
        LeastRecentlyUsed<DeliveryLedger.Key, Set<DeliveryLedger.Key>>(capacity: DeliveryLedger.defaultBound))

    private struct Limiter {
        let limiter: RateLimiter
        /// For requests whose client is disputed (`Origin.claimedClients`).
        let disputed: RateLimiter
        let scope: RouteLimit.Scope
    }

    /// The guard of a row, or nil for a row without any check.
    init?<Owner: Plugin>(_ trust: RouteTrust<Owner>, _ options: RequestGuardOptions, in slot: PluginSlot<Owner>) {
        let limitsSources = trust.limits.contains { $0.scope == .source }
        let limits = trust.limits + (limitsSources ? [] : options.rateLimit.map { [RouteLimit($0)] } ?? [])
        let isOpen =
            trust.verifier == nil && trust.handshake == nil && trust.sources.isEmpty
            && !trust.isVerifiedByHandler
        if isOpen, trust.ownSources == nil, limits.isEmpty { return nil }
        acceptsClientCertificates = options.acceptsClientCertificates
        clock = options.clock
        verifier = trust.verifier
        handshake = trust.handshake
        isVerifiedByHandler = trust.isVerifiedByHandler
        sources = trust.sources.compactMap(AddressRange.init)
        limiters = limits.map { limit in
            Limiter(limiter: RateLimiter(limit.rate), disputed: RateLimiter(limit.rate), scope: limit.scope)
        }
        let (secret, handshakeSecret) = (trust.secret, trust.handshakeSecret)
        let (ownSources, queryFields, looksProven) = (trust.ownSources, trust.queryFields, trust.looksProven)
        let (expected, origins) = (trust.expected, trust.origins)
        readInstance = {
            guard let owner = slot.prepared else { return InstanceValues() }
            var values = InstanceValues(
                secret: secret?(owner), handshakeSecret: handshakeSecret?(owner), sources: ownSources?(owner) ?? [],
                queryFields: queryFields?(owner) ?? [], expected: expected?(owner) ?? [])
            values.handshake = origins.map { .cloudEvents(from: $0(owner)) }
            if let looksProven { values.looksProven = { looksProven(owner, $0) } }
            return values
        }
    }

    /// The values that a plugin's instance supplies to the guard of its row; empty while there is no instance.
    package struct InstanceValues: Sendable {
        /// The secret that deliveries are verified with.
        package var secret: Secret?
        /// The secret of the handshake's answer, if it is a different one.
        package var handshakeSecret: Secret?
        /// The handshake with the plugin's own values, if it has some.
        var handshake: Handshake?
        /// The addresses that may call, in addition to those of the row.
        var sources: [AddressRange] = []
        /// The query fields that make a repeated delivery a different one.
        var queryFields: [String] = []
        /// The claims that are expected of a proof with a published key.
        package var expected: [ExpectedClaim] = []
        /// Whether a header section may contain the proof that the handler requires.
        var looksProven: (@Sendable (HTTPFields) -> Bool)?
    }

    /// The current values of the plugin's instance. A request reads them once, before its body arrives.
    package var instance: InstanceValues { readInstance() }

    /// The result of checking the header section.
    enum HeadProof: Sendable {
        /// No proof is required.
        case notWanted
        /// A proof is required, and it needs the body.
        case wanted
        /// The header section has proved the sender, as a password does.
        case held(VerificationResult)

        /// Whether a proof is required.
        var isWanted: Bool { if case .notWanted = self { false } else { true } }

        /// Whether the sender is proved already.
        var isHeld: Bool { if case .held = self { true } else { false } }
    }

    /// Checks a request whose body has not arrived.
    /// - Parameter context: where it came from; a trusted request skips the address and rate checks.
    /// - Returns: what the header section proves.
    /// - Throws: `LoggedRejection`; the body need not be read then.
    func checkHead(
        _ request: Request, _ context: RequestContext, _ instance: InstanceValues
    ) throws(LoggedRejection) -> HeadProof {
        if !context.isTrusted {
            try checkSource(
                request.client, among: sources + instance.sources, isDisputed: !context.claimedClients.isEmpty)
            try checkSourceRate(request.client, context.claimedClients)
        }
        guard !isChallenge(request) else { return .notWanted }
        guard instance.looksProven?(request.headers) != false else {
            throw LoggedRejection(.unauthorized, because: "its header section contains no proof for the plugin")
        }
        guard let verifier else { return isVerifiedByHandler ? .wanted : .notWanted }
        try checkReadiness(instance)
        guard let secrets = secretsToTry(instance) else { return .notWanted }
        do throws(VerificationError) {
            let head = SignedRequest(request)
            head.expected = instance.expected
            let result = try verifier.checkHead(head, secrets: secrets, now: clock.now)
            return result.map { .held($0) } ?? .wanted
        } catch {
            throw LoggedRejection(unverifiedFor: verifier, because: error)
        }
    }

    /// Verifies a whole request, unless its header section proved the sender already.
    /// - Returns: the result; nil if no proof is required.
    /// - Throws: `LoggedRejection`.
    func verify(
        _ signedRequest: SignedRequest, _ head: HeadProof, _ instance: InstanceValues
    ) throws(LoggedRejection) -> VerificationResult? {
        if case .held(let result) = head { return result }
        try checkReadiness(instance)
        guard let verifier, let secrets = secretsToTry(instance) else { return nil }
        do throws(VerificationError) {
            return try verifier.verify(signedRequest, secrets: secrets, now: clock.now)
        } catch {
            throw LoggedRejection(unverifiedFor: verifier, because: error)
        }
    }

    /// Counts an authenticated request against the limit for all senders together, so that forged requests cannot use
    /// it up.
    /// - Throws: `LoggedRejection`.
    func checkRouteRate() throws(LoggedRejection) {
        for limiter in limiters where limiter.scope == .route {
            guard let wait = limiter.limiter.admit([.local], at: clock.steady) else { continue }
            throw LoggedRejection(.tooManyRequests, after: wait, because: "too many requests from all senders together")
        }
    }

    /// The key of a delivery in the ledger. The same identifier at two paths gives two keys, because GitHub gives all
    /// webhooks of one event the same identifier; so do different query fields that matter to the plugin, up to
    /// `mostChoices`.
    /// - Parameter texts: the values of the rule's placeholders.
    func key(
        of request: Request, _ texts: [String], id: String, _ instance: InstanceValues
    ) -> DeliveryLedger.Key {
        let fields = instance.queryFields
        let whole = DeliveryLedger.Key(path: texts, id: id)
        guard !fields.isEmpty else { return whole }
        let choice = fields.flatMap { name in
            let values = request.query.all(name)
            return ["\(values.count)"] + values
        }
        let key = DeliveryLedger.Key(path: texts + choice, id: id)
        return choices.withLock { choices in
            choices.update(whole, default: []) { known in
                guard known.contains(key) || known.count < Self.mostChoices else { return whole }
                known.insert(key)
                return key
            }
        }
    }

    /// How many different queries of one delivery count as separate deliveries: no signature covers the query, so
    /// anyone who has seen a delivery could send it with any query.
    static let mostChoices = 16

    /// Whether to log that a sender still uses an older value of the secret.
    func shouldLog(_ verification: VerificationResult?) -> Bool {
        (verification?.secret ?? 0) > 0 && oldSecretThrottle.shouldLog(at: clock.steady)
    }

    /// The answer to a provider's handshake request, which is signed or not as the handshake says.
    /// - Parameter index: which of the verifier's secrets the request was signed with, counted from 0: an answer that
    ///   proves the secret must be made with the one that the provider has.
    package func handshakeAnswer(
        to request: Request, isVerified: Bool, secret index: Int = 0, _ instance: InstanceValues
    ) -> Response? {
        guard let handshake = instance.handshake ?? handshake, handshake.isSigned == isVerified else { return nil }
        guard handshake.method == nil || handshake.method == request.method else { return nil }
        guard handshake.matches(request) else { return nil }
        let own = instance.secret?.ring.values.dropFirst(index).first.map { Secret($0) }
        return handshake.answer(request, instance.handshakeSecret ?? own ?? Secret(SecretRing(.unset)))
    }

    /// The addresses that may call it; empty for any.
    var allowed: [AddressRange] { sources + instance.sources }

    /// Whether a sender has to prove anything at present.
    func demandsProof(_ instance: InstanceValues) -> Bool { verifier != nil && secretsToTry(instance) != nil }

    /// Whether a request has the method, and the header section, of the provider's unsigned challenge.
    package func isChallenge(_ request: Request) -> Bool {
        handshake.map { $0.method == request.method && !$0.isSigned && $0.matches(request) } ?? false
    }

    /// The secrets to verify with, or nil if no proof is required.
    private func secretsToTry(_ instance: InstanceValues) -> [String]? {
        guard verifier?.needsSecret == true else { return [] }
        switch instance.secret?.ring.content {
        case .unsigned: return nil
        case .values(let values): return values
        case .unset, nil: return []
        }
    }

    /// The variable that must be set before anything can be verified; nil if none is missing.
    func awaitedVariable(_ instance: InstanceValues) -> String? {
        guard let verifier else { return nil }
        guard verifier.publishedKeySchemes.isEmpty else { return verifier.missingClaim(in: instance.expected) }
        if !verifier.needsSecret { return acceptsClientCertificates ? nil : "HARK_TLS_CLIENT_CA" }
        for secret in [instance.secret, instance.handshakeSecret] {
            if let ring = secret?.ring, case .unset = ring.content { return ring.variable ?? "the plugin's own secret" }
        }
        return nil
    }

    private func checkReadiness(_ instance: InstanceValues) throws(LoggedRejection) {
        guard verifier?.needsSecret != true || instance.secret != nil else {
            throw LoggedRejection(
                .serviceUnavailable, "This webhook is not active.", after: Self.setupTime,
                because: "its plugin is not active")
        }
        guard let variable = awaitedVariable(instance) else { return }
        throw LoggedRejection(
            .serviceUnavailable, "This webhook is not set up yet.", after: Self.setupTime,
            because: "\(variable) is not set")
    }

    /// `Retry-After` while a secret is missing: an operator has to act first.
    private static let setupTime = Duration.seconds(300)

    private func checkSource(
        _ client: PeerAddress, among allowed: [AddressRange], isDisputed: Bool
    ) throws(LoggedRejection) {
        guard allowed.isEmpty || !isDisputed else {
            throw LoggedRejection(.forbidden, because: "Forwarded and X-Forwarded-For name different clients")
        }
        let isAllowed = { (range: AddressRange) in range.contains(client) || client == .local && range.holdsLoopback }
        guard allowed.isEmpty || allowed.contains(where: isAllowed) else {
            throw LoggedRejection(.forbidden, because: "\(client) is not among the addresses that may call it")
        }
    }

    /// Counts a request against its client. If its headers name several clients, it counts against each of them, in
    /// separate buckets from their undisputed requests: nobody can use up another client's rate by naming it.
    private func checkSourceRate(_ client: PeerAddress, _ claimed: [PeerAddress]) throws(LoggedRejection) {
        for limiter in limiters where limiter.scope == .source {
            if claimed.isEmpty {
                guard let wait = limiter.limiter.admit([client], at: clock.steady) else { continue }
                throw LoggedRejection(.tooManyRequests, after: wait, because: "too many requests from \(client)")
            }
            guard let wait = limiter.disputed.admit(claimed, at: clock.steady) else { continue }
            let names = claimed.map(\.description).joined(separator: " or ")
            throw LoggedRejection(
                .tooManyRequests, after: wait,
                because: "too many requests from \(names): Forwarded and X-Forwarded-For name different clients")
        }
    }
}
