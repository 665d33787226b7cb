/// A certificate with which the client of a TLS connection proved who it is. There is none unless it was verified: issued
/// by an authority that the server trusts for clients, valid at the first request of its connection, and fit to identify a
/// client.
public struct ClientCertificate: Sendable, Hashable {
    /// The distinguished name of its subject as RFC 4514 writes it, such as `CN=alertmanager,O=Example`.
    public var subject: String

    /// The DNS names, URIs and mail addresses that it was issued for (RFC 5280, 4.2.1.6), in its own order; the common
    /// name of the subject when there are none.
    public var names: [String]

    /// The SHA-256 digest of the certificate in DER, 32 bytes.
    public var fingerprint: [UInt8]

    /// A certificate with the given parts, such as a test needs.
    public init(subject: String, names: [String], fingerprint: [UInt8]) {
        self.subject = subject
        self.names = names
        self.fingerprint = fingerprint
    }
}
