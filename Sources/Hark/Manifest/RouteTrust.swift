/// What a request must prove before a route's handler sees it.
public struct RouteTrust<Owner: Plugin>: Sendable {
    /// How the sender proves that a delivery is its own; nil for a route that anyone may call.
    public internal(set) var verifier: Verifier?

    /// Whether the handler itself refuses a sender that does not prove itself.
    public var isVerifiedByHandler: Bool { looksProven != nil }

    /// What the sender asks before it delivers.
    public internal(set) var handshake: Handshake?

    /// The addresses and CIDR ranges that it may be called from, as the row writes them; empty for any.
    public internal(set) var sources: [String] = []

    /// How often it may be called.
    public internal(set) var limits: [RouteLimit] = []

    /// Whether the header section of a request may hold the proof that the handler wants; nil where it wants none.
    package internal(set) var looksProven: (@Sendable (Owner, HTTPFields) -> Bool)?

    package internal(set) var secret: (@Sendable (Owner) -> Secret)?
    package internal(set) var handshakeSecret: (@Sendable (Owner) -> Secret)?
    package internal(set) var ownSources: (@Sendable (Owner) -> [AddressRange])?
    package internal(set) var queryFields: (@Sendable (Owner) -> [String])?
}

extension Route {
    /// The same row for a sender that proves itself: `.verified(by: .github, with: \.secret)`.
    /// - Parameters:
    ///   - verifier: how it does.
    ///   - secret: where the plugin keeps the secret that it took from its settings.
    public func verified(by verifier: Verifier, with secret: @escaping @Sendable (Owner) -> Secret) -> Route {
        var row = verified(by: verifier)
        row.trust.secret = secret
        return row
    }

    /// The same row for a sender that proves itself without a secret, by a client certificate.
    public func verified(by verifier: Verifier) -> Route {
        var row = self
        row.trust.verifier = verifier
        row.trust.handshake = row.trust.handshake ?? verifier.handshake
        return row
    }

    /// The same row for a handler that refuses, with status 401, a sender that does not prove itself: for proofs that no
    /// `Verifier` describes, such as a token that is signed with a key of the provider's that changes. The host takes the
    /// handler's word, and does not warn of a row that anyone can call.
    ///
    /// Where the proof stands in the header section, a look at it keeps out what cannot pass before its body is read:
    /// `.verifiedByHandler { $0.accepts($1[.authorization]) }`.
    /// - Parameter looksProven: whether a request may prove itself, by its header fields alone; otherwise it is answered
    ///   401, and the handler does not run. It is called on the server's own thread, so it must be quick. Whatever it
    ///   says, the handler verifies.
    public func verifiedByHandler(
        where looksProven: @escaping @Sendable (Owner, HTTPFields) -> Bool = { _, _ in true }
    ) -> Route {
        var row = self
        row.trust.looksProven = looksProven
        return row
    }

    /// The same row for a plugin that does something else with a delivery when these fields of the query differ: then
    /// the same delivery to two URLs is two, as GitHub and Stripe give one identifier to all webhooks of an event.
    /// Signatures do not cover the query.
    public func identified(withQuery fields: @escaping @Sendable (Owner) -> [String]) -> Route {
        var row = self
        row.trust.queryFields = fields
        return row
    }

    /// The same row for a provider that asks something before it delivers: `.handshake(.slack)`. The named verifiers of
    /// providers that do bring theirs along.
    public func handshake(_ handshake: Handshake) -> Route {
        var row = self
        row.trust.handshake = handshake
        return row
    }

    /// The same row for a handshake with a secret apart from the verifier's: `.handshake(.meta, with: \.verifyToken)`.
    public func handshake(_ handshake: Handshake, with secret: @escaping @Sendable (Owner) -> Secret) -> Route {
        var row = self.handshake(handshake)
        row.trust.handshakeSecret = secret
        return row
    }

    /// The same row for requests from these addresses and CIDR ranges alone; others are answered 403.
    public func allowing(from source: String, _ others: String...) -> Route {
        var row = self
        row.trust.sources += [source] + others
        return row
    }

    /// The same row for requests from the ranges that the plugin took from its settings; none means any address.
    public func allowing(from sources: @escaping @Sendable (Owner) -> [AddressRange]) -> Route {
        var row = self
        row.trust.ownSources = sources
        return row
    }

    /// The same row for so many requests in a period, of each source or of all together: `.limited(to: 60, per:
    /// .seconds(60))`. Further ones are answered 429 with `Retry-After` (RFC 6585, 4).
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

    /// So many calls of each source, or of all together.
    public init(_ rate: RateLimit, by scope: Scope = .source) {
        self.rate = rate
        self.scope = scope
    }
}
