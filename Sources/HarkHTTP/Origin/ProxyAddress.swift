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
