private import Synchronization

/// What the bot's operator says about the guards of all routes.
struct RequestGuardOptions: Sendable {
    /// How often one source may call a route that has no limit of its own for each source.
    let rateLimit: RateLimit?
    /// Whether the server asks clients for certificates.
    let acceptsClientCertificates: Bool
    /// What time it is.
    let clock: BotClock
}

/// What stands before a route's handler: who may call it, how often, and what they must prove.
package final class RequestGuard: Sendable {
    /// How the sender proves that a delivery is its own; nil when anyone may call.
    package let verifier: Verifier?

    /// What the sender asks before it delivers.
    package let handshake: Handshake?

    /// Whether the method itself refuses senders that prove nothing.
    package let isVerifiedByHandler: Bool

    /// Reads what the plugin's instance says to its guard.
    private let readInstance: @Sendable () -> InstanceValues
    private let acceptsClientCertificates: Bool
    private let sources: [AddressRange]
    private let limiters: [Limiter]
    private let oldSecretThrottle = Throttle(every: .seconds(60))
    private let clock: BotClock

    /// The deliveries that were let through.
    let ledger = DeliveryLedger()

    /// Of those whose query matters, the entries that each has in the ledger.
    private let choices = Mutex(
        LeastRecentlyUsed<DeliveryLedger.Key, Set<DeliveryLedger.Key>>(capacity: DeliveryLedger.defaultBound))

    private struct Limiter {
        let limiter: RateLimiter
        /// For the requests of which it is not known who made them.
        let disputed: RateLimiter
        let scope: RouteLimit.Scope
    }

    /// The guard of a row, or nil for a row that asks nothing of its callers.
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
        readInstance = {
            guard let owner = slot.prepared else { return InstanceValues() }
            var values = InstanceValues(
                secret: secret?(owner), handshakeSecret: handshakeSecret?(owner), sources: ownSources?(owner) ?? [],
                queryFields: queryFields?(owner) ?? [])
            if let looksProven { values.looksProven = { looksProven(owner, $0) } }
            return values
        }
    }

    /// What a plugin's instance says to the guard of its row; nothing while there is none.
    package struct InstanceValues: Sendable {
        /// What its deliveries are verified with.
        package var secret: Secret?
        /// What the answer to its provider's question is made of, if that is another one.
        package var handshakeSecret: Secret?
        /// The addresses that may call, beside those of the row.
        var sources: [AddressRange] = []
        /// The fields of the query that make one delivery another.
        var queryFields: [String] = []
        /// Whether a header section may hold the proof that the method wants.
        var looksProven: (@Sendable (HTTPFields) -> Bool)?
    }

    /// What the plugin's instance says now. A request reads it once, before its body is there.
    package var instance: InstanceValues { readInstance() }

    /// What the header section of a request proves.
    enum HeadProof: Sendable {
        /// Nothing, and nothing has to be proved.
        case notWanted
        /// Nothing so far: the proof needs the body.
        case wanted
        /// Who sent it, as a password does.
        case held(VerificationResult)

        /// Whether something has to be proved.
        var isWanted: Bool { if case .notWanted = self { false } else { true } }

        /// Whether it is proved already.
        var isHeld: Bool { if case .held = self { true } else { false } }
    }

    /// Looks at a request whose body is not there yet.
    /// - Parameter context: where it came from; what an admin makes may come from anywhere, as often as it likes.
    /// - Returns: what it proves already.
    /// - Throws: `GuardRefusal`; the body need not be read then.
    func checkHead(
        _ request: Request, _ context: RequestContext, _ instance: InstanceValues
    ) throws(GuardRefusal) -> HeadProof {
        if !context.isTrusted {
            try checkSource(
                request.client, among: sources + instance.sources, isDisputed: !context.claimedClients.isEmpty)
            try checkSourceRate(request.client, context.claimedClients)
        }
        guard !isChallenge(request) else { return .notWanted }
        guard instance.looksProven?(request.headers) != false else {
            throw GuardRefusal(.unauthorized, because: "its header section holds no proof for the plugin")
        }
        guard let verifier else { return isVerifiedByHandler ? .wanted : .notWanted }
        try checkReadiness(instance)
        guard let secrets = secretsToTry(instance) else { return .notWanted }
        do throws(VerificationError) {
            let result = try verifier.checkHead(SignedRequest(request), secrets: secrets, now: clock.now)
            return result.map { .held($0) } ?? .wanted
        } catch {
            throw GuardRefusal(unverifiedFor: verifier, because: error)
        }
    }

    /// Verifies a whole request, unless its header section has proved everything.
    /// - Returns: what it proves; nil when nothing needs to be proved.
    /// - Throws: `GuardRefusal`.
    func verify(
        _ signedRequest: SignedRequest, _ head: HeadProof, _ instance: InstanceValues
    ) throws(GuardRefusal) -> VerificationResult? {
        if case .held(let result) = head { return result }
        try checkReadiness(instance)
        guard let verifier, let secrets = secretsToTry(instance) else { return nil }
        do throws(VerificationError) {
            return try verifier.accept(signedRequest, secrets: secrets, now: clock.now)
        } catch {
            throw GuardRefusal(unverifiedFor: verifier, because: error)
        }
    }

    /// Counts a request that proved itself against what the route takes from all senders together: forged ones use up
    /// nothing of it.
    /// - Throws: `GuardRefusal`.
    func checkRouteRate() throws(GuardRefusal) {
        for limiter in limiters where limiter.scope == .route {
            guard let wait = limiter.limiter.admit([.local], at: clock.steady) else { continue }
            throw GuardRefusal(.tooManyRequests, after: wait, because: "too many requests from all senders together")
        }
    }

    /// A delivery's entry in the ledger. Deliveries of one identifier to two paths are two, as GitHub gives one to all
    /// webhooks of an event; so are those whose query the plugin tells apart, up to a bound.
    /// - Parameter texts: those of the rule's placeholders.
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

    /// Most choices of the query that make one delivery another: no signature covers the query, and whoever has seen a
    /// delivery could send it with any.
    static let mostChoices = 16

    /// Whether it is time to tell that an older value of the secret is still in use.
    func shouldLog(_ verification: VerificationResult?) -> Bool {
        (verification?.secret ?? 0) > 0 && oldSecretThrottle.shouldLog(at: clock.steady)
    }

    /// The answer to a request that is the provider's question, unsigned or signed as it is.
    /// - Parameter index: which of the verifier's secrets it was signed with, counted from 0: an answer that proves the
    ///   secret must be made with the one that the provider has.
    package func handshakeAnswer(
        to request: Request, isVerified: Bool, secret index: Int = 0, _ instance: InstanceValues
    ) -> Response? {
        guard let handshake, handshake.isSigned == isVerified else { return nil }
        guard handshake.method == nil || handshake.method == request.method else { return nil }
        let own = instance.secret?.ring.values.dropFirst(index).first.map { Secret($0) }
        return handshake.answer(request, instance.handshakeSecret ?? own ?? Secret(SecretRing(.unset)))
    }

    /// The addresses that it may be called from; none means any.
    var allowed: [AddressRange] { sources + instance.sources }

    /// Whether a sender has to prove something, now.
    func demandsProof(_ instance: InstanceValues) -> Bool { verifier != nil && secretsToTry(instance) != nil }

    /// Whether a request comes with the method of the provider's unsigned challenge.
    package func isChallenge(_ request: Request) -> Bool {
        handshake.map { $0.method == request.method && !$0.isSigned } ?? false
    }

    /// The secrets to verify with, or nil when nothing needs to be proved.
    private func secretsToTry(_ instance: InstanceValues) -> [String]? {
        guard verifier?.needsSecret == true else { return [] }
        switch instance.secret?.ring.content {
        case .unsigned: return nil
        case .values(let values): return values
        case .unset, nil: return []
        }
    }

    /// The variable without which nothing can be verified, if it is not set.
    func awaitedVariable(_ instance: InstanceValues) -> String? {
        guard let verifier else { return nil }
        if !verifier.needsSecret { return acceptsClientCertificates ? nil : "HARK_TLS_CLIENT_CA" }
        for secret in [instance.secret, instance.handshakeSecret] {
            if let ring = secret?.ring, case .unset = ring.content { return ring.variable ?? "the plugin's own secret" }
        }
        return nil
    }

    private func checkReadiness(_ instance: InstanceValues) throws(GuardRefusal) {
        guard verifier?.needsSecret != true || instance.secret != nil else {
            throw GuardRefusal(
                .serviceUnavailable, "This webhook is not active.", after: Self.setupTime,
                because: "its plugin is not active")
        }
        guard let variable = awaitedVariable(instance) else { return }
        throw GuardRefusal(
            .serviceUnavailable, "This webhook is not set up yet.", after: Self.setupTime,
            because: "\(variable) is not set")
    }

    /// When a sender may try again for whom there is no secret yet: people have to do something first.
    private static let setupTime = Duration.seconds(300)

    private func checkSource(
        _ client: PeerAddress, among allowed: [AddressRange], isDisputed: Bool
    ) throws(GuardRefusal) {
        guard allowed.isEmpty || !isDisputed else {
            throw GuardRefusal(.forbidden, because: "Forwarded and X-Forwarded-For name different clients")
        }
        let isAllowed = { (range: AddressRange) in range.contains(client) || client == .local && range.holdsLoopback }
        guard allowed.isEmpty || allowed.contains(where: isAllowed) else {
            throw GuardRefusal(.forbidden, because: "\(client) is not among the addresses that may call it")
        }
    }

    /// Counts a request against its client. One that names several counts against each of them, and apart from what is
    /// theirs beyond doubt: no one can use up what someone else has by naming them.
    private func checkSourceRate(_ client: PeerAddress, _ claimed: [PeerAddress]) throws(GuardRefusal) {
        for limiter in limiters where limiter.scope == .source {
            if claimed.isEmpty {
                guard let wait = limiter.limiter.admit([client], at: clock.steady) else { continue }
                throw GuardRefusal(.tooManyRequests, after: wait, because: "too many requests from \(client)")
            }
            guard let wait = limiter.disputed.admit(claimed, at: clock.steady) else { continue }
            let names = claimed.map(\.description).joined(separator: " or ")
            throw GuardRefusal(
                .tooManyRequests, after: wait,
                because: "too many requests from \(names): Forwarded and X-Forwarded-For name different clients")
        }
    }
}
