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
    /// The peer at an address and a port; 0 if the port is not known.
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

/// A certificate that authenticates the client of a TLS connection. It is only there if it was verified: issued by an
/// authority that the server trusts for clients, valid at the first request of its connection, and suitable for client
/// authentication.
public struct ClientCertificate: Sendable, Hashable {
    /// The distinguished name of its subject as RFC 4514 writes it, such as `CN=alertmanager,O=Example`.
    public var subject: String

    /// The DNS names, URIs and mail addresses that it was issued for (RFC 5280, 4.2.1.6), in the certificate's order;
    /// the common name of the subject if there are none.
    public var names: [String]

    /// The SHA-256 digest of the certificate in DER, 32 bytes.
    public var fingerprint: [UInt8]

    /// A certificate with the given parts, for tests.
    public init(subject: String, names: [String], fingerprint: [UInt8]) {
        self.subject = subject
        self.names = names
        self.fingerprint = fingerprint
    }
}
