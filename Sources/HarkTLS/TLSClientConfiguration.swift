/// How a client of TLS decides whom it talks with, and what it shows of itself.
public struct TLSClientConfiguration: Sendable {
    /// Whom a client believes.
    public enum Trust: Sendable, Hashable {
        /// The authorities of the operating system, as `gnutls_certificate_set_x509_system_trust` finds them.
        case system
        /// These authorities and no others.
        case authorities(CertificateAuthorities)
        /// The authorities of the operating system, and these.
        case systemAnd(CertificateAuthorities)
        /// The one server whose certificate in DER has this SHA-256 digest, 32 bytes. Its chain, its name and its dates
        /// are not looked at.
        case fingerprint([UInt8])
    }

    /// Whom to believe.
    public var trust: Trust

    /// What the client proves its own name with when the server asks for it; nil for nothing.
    public var identity: TLSIdentity?

    /// The protocols to offer (ALPN, RFC 7301), the preferred one first, each of 1 to 255 bytes; none to offer nothing.
    public var applicationProtocols: [String]

    /// A configuration that believes the operating system's authorities, unless told otherwise.
    public init(trust: Trust = .system, identity: TLSIdentity? = nil, applicationProtocols: [String] = []) {
        self.trust = trust
        self.identity = identity
        self.applicationProtocols = applicationProtocols
    }
}
