/// The peers whose word about a request's origin is taken; by default none's.
public struct TrustedProxies: Sendable, Hashable {
    /// Where they connect from.
    public let addresses: [ProxyAddress]

    /// The proxies at the given addresses.
    public init(_ addresses: [ProxyAddress] = []) { self.addresses = addresses }

    /// Whether a peer is believed.
    public func contains(_ peer: PeerAddress) -> Bool { addresses.contains { $0.matches(peer) } }
}
