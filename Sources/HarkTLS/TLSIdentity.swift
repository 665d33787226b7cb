internal import CGnuTLS

/// A server's or client's certificate chain and the private key of the first certificate. It prints as `<TLS
/// identity>`.
public struct TLSIdentity: Sendable {
    /// The certificate and its intermediates, leaf first, in PEM.
    public let certificateChain: [UInt8]

    /// The private key of the leaf certificate, in PEM, without a passphrase.
    public let privateKey: [UInt8]

    /// An identity from the contents of two PEM files.
    /// - Throws: `TLSError` if a server could not use them, as checked by GnuTLS itself.
    public init(certificateChain: [UInt8], privateKey: [UInt8]) throws(TLSError) {
        try Self.checkChain(certificateChain)
        try Self.checkKey(privateKey)
        try Self.checkTogether(certificateChain, privateKey)
        self.certificateChain = certificateChain
        self.privateKey = privateKey
    }

    /// Checks the chain alone.
    /// - Throws: `TLSError.noCertificate`.
    public static func checkChain(_ chain: [UInt8]) throws(TLSError) {
        var certificates: UnsafeMutablePointer<gnutls_x509_crt_t?>?
        var count: UInt32 = 0
        let result = unsafe withDatum(chain) {
            unsafe gnutls_x509_crt_list_import2(&certificates, &count, $0, GNUTLS_X509_FMT_PEM, 0)
        }
        guard result >= 0 else { throw .noCertificate(reason: TLSError.reason(of: result)) }
        for index in 0..<Int(count) { unsafe gnutls_x509_crt_deinit(certificates?[index]) }
        unsafe hark_gnutls_free(certificates)
    }

    /// Checks the key alone.
    /// - Throws: `TLSError.noPrivateKey`.
    public static func checkKey(_ key: [UInt8]) throws(TLSError) {
        let result = try unsafe withPrivateKey { parsed throws(TLSError) in
            unsafe withDatum(key) {
                unsafe gnutls_x509_privkey_import2(parsed, $0, GNUTLS_X509_FMT_PEM, nil, 0)
            }
        }
        guard result >= 0 else { throw .noPrivateKey(reason: TLSError.reason(of: result)) }
    }

    /// Loads both as a server does.
    private static func checkTogether(_ chain: [UInt8], _ key: [UInt8]) throws(TLSError) {
        var opened: gnutls_certificate_credentials_t?
        let made = unsafe gnutls_certificate_allocate_credentials(&opened)
        guard let credentials = unsafe opened else { throw TLSError(made) }
        defer { unsafe gnutls_certificate_free_credentials(credentials) }
        let result = unsafe withDatum(chain) { chain in
            unsafe withDatum(key) { key in
                unsafe gnutls_certificate_set_x509_key_mem(credentials, chain, key, GNUTLS_X509_FMT_PEM)
            }
        }
        if result == GNUTLS_E_CERTIFICATE_KEY_MISMATCH { throw .keyMismatch }
        try result.orThrow()
    }
}

extension TLSIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<TLS identity>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Trusted certificate authorities.
public struct CertificateAuthorities: Sendable, Hashable {
    /// Their certificates in PEM.
    public let pem: [UInt8]

    /// The authorities of a PEM file.
    /// - Throws: `TLSError.noCertificate` if it contains none, or anything else.
    public init(pem: [UInt8]) throws(TLSError) {
        var list: gnutls_x509_trust_list_t?
        let made = unsafe gnutls_x509_trust_list_init(&list, 0)
        guard unsafe list != nil else { throw TLSError(made) }
        defer { unsafe gnutls_x509_trust_list_deinit(list, 1) }
        let count = unsafe withDatum(pem) {
            unsafe gnutls_x509_trust_list_add_trust_mem(list, $0, nil, GNUTLS_X509_FMT_PEM, 0, 0)
        }
        guard count > 0 else {
            throw .noCertificate(reason: count < 0 ? TLSError.reason(of: count) : "the text holds none")
        }
        self.pem = pem
    }
}
