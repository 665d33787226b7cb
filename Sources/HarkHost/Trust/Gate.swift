internal import struct FoundationEssentials.Date

/// What the bot's operator says about the gates of all routes.
struct GateOptions: Sendable {
    /// How often one source may call a route that has no limit of its own.
    let rateLimit: RateLimit?
    /// Whether the server asks clients for certificates.
    let acceptsClientCertificates: Bool
}

/// What stands before a route's handler: who may call it, how often, and what they must prove.
final class Gate: Sendable {
    /// How the sender proves that a delivery is its own; nil when anybody may call.
    let verifier: Verifier?

    /// What the sender asks before it delivers.
    let handshake: Handshake?

    /// The secrets of the plugin's instance; nil while it is not active.
    let secret: @Sendable () -> Secret?
    let handshakeSecret: @Sendable () -> Secret?

    private let acceptsClientCertificates: Bool
    private let sources: [AddressRange]
    private let ownSources: @Sendable () -> [AddressRange]
    private let limiters: [Limiter]
    private let oldSecretNews = News(every: .seconds(60))

    private struct Limiter {
        let limiter: RateLimiter
        let scope: RouteLimit.Scope
    }

    /// The gate of a row, or nil for a row that asks nothing of its callers.
    init?<Owner: Plugin>(_ trust: RouteTrust<Owner>, _ options: GateOptions, in slot: PluginSlot<Owner>) {
        let limits = trust.limits.isEmpty ? options.rateLimit.map { [RouteLimit($0)] } ?? [] : trust.limits
        let isOpen = trust.verifier == nil && trust.handshake == nil && trust.sources.isEmpty
        if isOpen, trust.ownSources == nil, limits.isEmpty { return nil }
        acceptsClientCertificates = options.acceptsClientCertificates
        verifier = trust.verifier
        handshake = trust.handshake
        sources = trust.sources.compactMap(AddressRange.init)
        limiters = limits.map { Limiter(limiter: RateLimiter($0.rate), scope: $0.scope) }
        let (secret, handshakeSecret, ownSources) = (trust.secret, trust.handshakeSecret, trust.ownSources)
        self.secret = { slot.prepared.flatMap { secret?($0) } }
        self.handshakeSecret = { slot.prepared.flatMap { handshakeSecret?($0) } }
        self.ownSources = { ownSources.flatMap { read in slot.prepared.map(read) } ?? [] }
    }

    /// A refusal: what the sender is told, and what the log.
    struct Refusal: Error {
        let rejection: Rejection
        let reason: String

        init(_ status: HTTPResponse.Status, _ text: String? = nil, retryAfter: Duration? = nil, because reason: String) {
            var headers = HTTPFields()
            if let retryAfter { headers[.retryAfter] = "\(max(1, retryAfter.wholeSeconds))" }
            rejection = Rejection(status, text, headers: headers)
            self.reason = reason
        }
    }

    /// Looks at a request whose body is not there yet.
    /// - Parameters:
    ///   - isDisputed: whether it is not known who the client is (`Origin.isDisputed`).
    ///   - isTrusted: an admin's own request: it may come from anywhere, as often as it likes.
    /// - Throws: `Refusal`; the body need not be read then.
    func checkHead(_ request: Request, isDisputed: Bool, isTrusted: Bool, now: Date) throws(Refusal) {
        if !isTrusted {
            try checkSource(request.client, isDisputed: isDisputed)
            try checkRate(request.client)
        }
        guard let verifier, !isQuestion(request) else { return }
        try checkReadiness()
        guard let secrets = secretsToTry else { return }
        do throws(VerificationFailure) {
            try verifier.checkHead(Evidence(request), secrets: secrets, now: now)
        } catch {
            throw Refusal(.unauthorized, because: error.description)
        }
    }

    /// Verifies a whole request.
    /// - Returns: whether it was an older value of the secret that it proved to know, and nobody has been told of late.
    /// - Throws: `Refusal`.
    func verify(_ evidence: Evidence, now: Date) throws(Refusal) -> Bool {
        try checkReadiness()
        guard let verifier, let secrets = secretsToTry else { return false }
        do throws(VerificationFailure) {
            return try verifier.verify(evidence, secrets: secrets, now: now) > 0 && oldSecretNews.isNews()
        } catch {
            throw Refusal(.unauthorized, because: error.description)
        }
    }

    /// The answer to a request that is the provider's question, unsigned or signed as it is.
    func handshakeAnswer(to request: Request, isVerified: Bool) -> Response? {
        guard let handshake, handshake.isSigned == isVerified else { return nil }
        guard isVerified || isQuestion(request) else { return nil }
        return handshake.answer(request, handshakeSecret() ?? secret() ?? Secret(SecretRing(.unset)))
    }

    /// Whether a request comes with a method that only the provider's question has.
    func isQuestion(_ request: Request) -> Bool {
        handshake.map { $0.method == request.method && !$0.isSigned } ?? false
    }

    /// The secrets to verify with, or nil when nothing needs to be proved.
    private var secretsToTry: [String]? {
        guard verifier?.needsSecret == true else { return [] }
        if case .unsigned = secret()?.ring.content { return nil }
        return secret()?.ring.values ?? []
    }

    /// The variable without which nothing can be verified, if it is not set.
    var awaitedVariable: String? {
        guard let verifier else { return nil }
        if !verifier.needsSecret { return acceptsClientCertificates ? nil : "HARK_TLS_CLIENT_CA" }
        for secret in [secret(), handshakeSecret()] {
            if let ring = secret?.ring, ring.content == .unset { return ring.variable ?? "the plugin's own secret" }
        }
        return nil
    }

    private func checkReadiness() throws(Refusal) {
        guard let variable = awaitedVariable else { return }
        throw Refusal(.serviceUnavailable, "This webhook is not set up yet.", because: "\(variable) is not set")
    }

    private func checkSource(_ client: PeerAddress, isDisputed: Bool) throws(Refusal) {
        let allowed = sources + ownSources()
        guard allowed.isEmpty || !isDisputed else {
            throw Refusal(.forbidden, because: "Forwarded and X-Forwarded-For name different clients")
        }
        guard allowed.isEmpty || allowed.contains(where: { $0.contains(client) }) else {
            throw Refusal(.forbidden, because: "\(client) is not among the addresses that may call it")
        }
    }

    private func checkRate(_ client: PeerAddress) throws(Refusal) {
        for limiter in limiters {
            // All of a route's calls count as one source's.
            let source = limiter.scope == .source ? client : .local
            guard let wait = limiter.limiter.admit(source, at: .now) else { continue }
            throw Refusal(
                .tooManyRequests,
                retryAfter: wait,
                because: "too many requests from \(limiter.scope == .source ? "\(client)" : "all senders together")"
            )
        }
    }
}

extension Duration {
    /// Seconds, rounded up.
    var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
