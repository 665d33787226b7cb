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
