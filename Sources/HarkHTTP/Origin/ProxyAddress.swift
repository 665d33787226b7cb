/// Where a proxy's connections come from.
public enum ProxyAddress: Sendable, Hashable {
    /// Any address of a range.
    case range(AddressRange)
    /// A Unix domain socket, whose permissions say who may connect.
    case unixSocket

    /// Reads an address range, or `unix`; nil when the text is neither.
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
    /// The text that reads as this value.
    public var description: String {
        switch self {
        case .range(let range): range.description
        case .unixSocket: "unix"
        }
    }
}

/// The peers whose word about a request's origin is taken; by default none's.
public struct TrustedProxies: Sendable, Hashable {
    /// Where they connect from.
    public let addresses: [ProxyAddress]

    /// The proxies at the given addresses.
    public init(_ addresses: [ProxyAddress] = []) { self.addresses = addresses }

    /// Whether a peer is believed.
    public func contains(_ peer: PeerAddress) -> Bool { addresses.contains { $0.matches(peer) } }
}

extension PeerAddress {
    /// Reads how a proxy names its peer: `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711` (RFC 7239, 6), or an IPv6
    /// address without brackets as `X-Forwarded-For` has it. The port is 0 when none is named. Nil for `unknown`, for
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
