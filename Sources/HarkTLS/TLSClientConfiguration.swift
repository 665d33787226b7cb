/// How a TLS client verifies the server, and how it authenticates itself.
public struct TLSClientConfiguration: Sendable {
    /// Which servers a client trusts.
    public enum Trust: Sendable, Hashable {
        /// The authorities of the operating system, as `gnutls_certificate_set_x509_system_trust` finds them.
        case system
        /// Only servers with a certificate of these authorities.
        case authorities(CertificateAuthorities)
        /// Servers with a certificate of the operating system's authorities or of these.
        case systemAnd(CertificateAuthorities)
        /// The one server whose certificate in DER has this SHA-256 digest, 32 bytes. Its chain, name and dates are not
        /// checked.
        case fingerprint([UInt8])
    }

    /// Which servers to trust.
    public var trust: Trust

    /// The client's own certificate, for servers that ask for one; nil for none.
    public var identity: TLSIdentity?

    /// The protocols to offer (ALPN, RFC 7301), the preferred one first, each of 1 to 255 bytes; empty to offer none.
    public var applicationProtocols: [String]

    /// A configuration that by default trusts the operating system's authorities.
    public init(trust: Trust = .system, identity: TLSIdentity? = nil, applicationProtocols: [String] = []) {
        self.trust = trust
        self.identity = identity
        self.applicationProtocols = applicationProtocols
    }
}
