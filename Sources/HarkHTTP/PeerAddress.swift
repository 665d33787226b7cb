/// The other end of a connection.
public enum PeerAddress: Sendable, Hashable {
    /// An IPv4 address in host byte order, and a port.
    case ipv4(UInt32, port: UInt16)
    /// An IPv6 address as two big-endian halves, and a port.
    case ipv6(UInt64, UInt64, port: UInt16)
    /// A Unix domain socket, or a request made inside the process.
    case local
}

extension PeerAddress {
    /// The peer at an address and a port, 0 when the port is not known.
    public init(_ address: IPAddress, port: UInt16 = 0) {
        let low = UInt64(truncatingIfNeeded: address.number)
        switch address.version {
        case .v4: self = .ipv4(UInt32(truncatingIfNeeded: low), port: port)
        case .v6: self = .ipv6(UInt64(truncatingIfNeeded: address.number >> 64), low, port: port)
        }
    }
}

extension PeerAddress: CustomStringConvertible {
    /// The address without its port, as `IPAddress` writes it, or `local`.
    public var description: String { IPAddress(self)?.description ?? "local" }
}
