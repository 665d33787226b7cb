/// Where a proxy connects from.
public enum ProxyAddress: Sendable, Hashable {
    /// Any address of a range.
    case range(AddressRange)
    /// A Unix domain socket, whose permissions decide who may connect.
    case unixSocket

    /// Parses an address range, or `unix`; nil if the text is neither.
    public init?(_ text: String) {
        if text == Self.unixSocket.description {
            self = .unixSocket
        } else if let range = AddressRange(text) {
            self = .range(range)
        } else {
            return nil
        }
    }

    /// Whether a peer is the proxy.
    public func matches(_ peer: PeerAddress) -> Bool {
        switch self {
        case .range(let range): range.contains(peer)
        case .unixSocket: peer == .local
        }
    }
}

extension ProxyAddress: CustomStringConvertible {
    /// The text that parses as this value.
    public var description: String {
        switch self {
        case .range(let range): range.description
        case .unixSocket: "unix"
        }
    }
}

/// The peers that are trusted to report a request's origin; by default none.
public struct TrustedProxies: Sendable, Hashable {
    /// Where they connect from.
    public let addresses: [ProxyAddress]

    /// The proxies at the given addresses.
    public init(_ addresses: [ProxyAddress] = []) { self.addresses = addresses }

    /// Whether a peer is trusted.
    public func contains(_ peer: PeerAddress) -> Bool { addresses.contains { $0.matches(peer) } }
}

extension PeerAddress {
    /// Parses a peer as a proxy reports it: `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` (RFC 7239, 6), or an
    /// IPv6 address without brackets as in `X-Forwarded-For`. The port is 0 if none is given. Nil for `unknown`, for
    /// obfuscated identifiers and ports such as `_hidden`, and for everything else.
    init?(node: String) {
        if let address = IPAddress(node) {
            self.init(address.unmapped)
            return
        }
        guard let authority = Authority(node), let address = IPAddress(authority.host) else { return nil }
        self.init(address.unmapped, port: authority.port ?? 0)
    }
}
