/// What a request must prove before a route's handler sees it.
public struct RouteTrust<Owner: Plugin>: Sendable {
    /// How senders are authenticated; nil for a route that anyone may call.
    public internal(set) var verifier: Verifier?

    /// Whether the handler itself authenticates senders.
    public var isVerifiedByHandler: Bool { looksProven != nil }

    /// The provider's handshake: what it asks before it delivers.
    public internal(set) var handshake: Handshake?

    /// The addresses and CIDR ranges that may call it, as the row writes them; empty for any.
    public internal(set) var sources: [String] = []

    /// How often it may be called.
    public internal(set) var limits: [RouteLimit] = []

    /// Whether the header section of a request may contain the proof that the handler requires; nil if the handler does
    /// not authenticate senders.
    package internal(set) var looksProven: (@Sendable (Owner, HTTPFields) -> Bool)?

    package internal(set) var expected: (@Sendable (Owner) -> [ExpectedClaim])?
    package internal(set) var secret: (@Sendable (Owner) -> Secret)?
    package internal(set) var handshakeSecret: (@Sendable (Owner) -> Secret)?
    package internal(set) var origins: (@Sendable (Owner) -> [String])?
    package internal(set) var ownSources: (@Sendable (Owner) -> [AddressRange])?
    package internal(set) var queryFields: (@Sendable (Owner) -> [String])?
}

extension Route {
    /// The same row with authenticated senders: `.verified(by: .github, with: \.secret)`.
    /// - Parameters:
    ///   - verifier: how senders are authenticated.
    ///   - secret: returns the secret that the plugin took from its settings.
    public func verified(by verifier: Verifier, with secret: @escaping @Sendable (Owner) -> Secret) -> Route {
        var row = verified(by: verifier)
        row.trust.secret = secret
        return row
    }

    /// The same row for a sender that signs with a key which it publishes: `.verified(by: .googlePubSub, expecting:
    /// \.claims)`. The host requests the key and keeps it.
    /// - Parameters:
    ///   - verifier: how senders are authenticated.
    ///   - claims: returns what the plugin expects of the verifier's claims, by its settings.
    public func verified(
        by verifier: Verifier, expecting claims: @escaping @Sendable (Owner) -> [ExpectedClaim]
    ) -> Route {
        var row = verified(by: verifier)
        row.trust.expected = claims
        return row
    }

    /// The same row for senders that are authenticated without a secret, by a client certificate.
    public func verified(by verifier: Verifier) -> Route {
        var row = self
        row.trust.verifier = verifier
        row.trust.handshake = row.trust.handshake ?? verifier.handshake
        return row
    }

    /// The same row for a handler that authenticates senders itself and refuses others with status 401: for proofs that
    /// no `Verifier` describes, such as a token signed with a rotating key of the provider. The host trusts the
    /// handler, and does not warn that anyone can call the row.
    ///
    /// If the proof is in the header section, a check of the header fields rejects requests that cannot be authentic
    /// before their body is read: `.verifiedByHandler { $0.accepts($1[.authorization]) }`.
    /// - Parameter looksProven: whether a request may be authentic, by its header fields alone; otherwise it is
    ///   answered 401, and the handler does not run. It is called on the server's own thread, so it must be quick. The
    ///   handler verifies the request in any case.
    public func verifiedByHandler(
        where looksProven: @escaping @Sendable (Owner, HTTPFields) -> Bool = { _, _ in true }
    ) -> Route {
        var row = self
        row.trust.looksProven = looksProven
        return row
    }

    /// The same row for a plugin that handles a delivery differently when these query fields differ: the same delivery
    /// to two URLs then counts as two, because GitHub and Stripe give all webhooks of one event the same identifier.
    /// Signatures do not cover the query.
    public func identified(withQuery fields: @escaping @Sendable (Owner) -> [String]) -> Route {
        var row = self
        row.trust.queryFields = fields
        return row
    }

    /// The same row with a provider's handshake: `.handshake(.slack)`. The named verifiers of providers that need one
    /// include it.
    public func handshake(_ handshake: Handshake) -> Route {
        var row = self
        row.trust.handshake = handshake
        return row
    }

    /// The same row with a handshake that has its own secret: `.handshake(.meta, with: \.verifyToken)`.
    public func handshake(_ handshake: Handshake, with secret: @escaping @Sendable (Owner) -> Secret) -> Route {
        var row = self.handshake(handshake)
        row.trust.handshakeSecret = secret
        return row
    }

    /// The same row with the handshake of CloudEvents, for the senders that a setting of the plugin names:
    /// `.handshake(cloudEventsFrom: \.origins)`. Each names itself in the field `WebHook-Request-Origin`.
    public func handshake(cloudEventsFrom origins: @escaping @Sendable (Owner) -> [String]) -> Route {
        var row = handshake(.cloudEvents(from: []))
        row.trust.origins = origins
        return row
    }

    /// The same row for requests from these addresses and CIDR ranges only; others are answered 403.
    public func allowing(from source: String, _ others: String...) -> Route {
        var row = self
        row.trust.sources += [source] + others
        return row
    }

    /// The same row for requests from the ranges in the plugin's settings only; an empty list allows any address.
    public func allowing(from sources: @escaping @Sendable (Owner) -> [AddressRange]) -> Route {
        var row = self
        row.trust.ownSources = sources
        return row
    }

    /// The same row with a rate limit, for each source or for all together: `.limited(to: 60, per: .seconds(60))`.
    /// Further requests are answered 429 with `Retry-After` (RFC 6585, 4).
    /// - Parameters:
    ///   - count: 1 to 1,000,000 requests, which may come all at once.
    ///   - period: 100 ms to 24 h.
    ///   - scope: whose requests are counted together.
    public func limited(to count: Int, per period: Duration, by scope: RouteLimit.Scope = .source) -> Route {
        var row = self
        row.trust.limits.append(RouteLimit(RateLimit(count, per: period), by: scope))
        return row
    }
}

/// How often a route may be called.
public struct RouteLimit: Sendable, Hashable {
    /// Whose calls are counted together.
    public enum Scope: Sendable, Hashable {
        /// Those of one source: an IPv4 address, or the 64-bit network of an IPv6 address.
        case source
        /// All of the route's.
        case route
    }

    /// The rate.
    public let rate: RateLimit
    /// Whose calls are counted together.
    public let scope: Scope

    /// A rate for each source, or for all together.
    public init(_ rate: RateLimit, by scope: Scope = .source) {
        self.rate = rate
        self.scope = scope
    }
}
