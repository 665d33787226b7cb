internal import CGnuTLS

/// A private key for signatures. It prints as `<private key>`.
public struct PrivateKey: Sendable {
    private enum Kind { case ed25519, ecdsaP256, rsa }

    private let kind: Kind

    /// The key, unencrypted (PKCS #8, RFC 5958), in DER.
    public let der: [UInt8]

    /// A new ECDSA key on P-256.
    /// - Throws: `TLSError` if there is no memory or no randomness.
    public static func newP256() throws(TLSError) -> PrivateKey {
        let der = try unsafe withPrivateKey { key throws(TLSError) in
            try unsafe gnutls_x509_privkey_generate(
                key, GNUTLS_PK_ECDSA, hark_curve_bits(GNUTLS_ECC_CURVE_SECP256R1), 0
            ).orThrow()
            return try unsafe pkcs8(key, GNUTLS_X509_FMT_DER)
        }
        return PrivateKey(kind: .ecdsaP256, der: der)
    }

    /// The Ed25519 key with a seed of 32 bytes (RFC 8032, 5.1.5); nil for any other length.
    public init?(ed25519Seed seed: [UInt8]) {
        guard seed.count == 32 else { return nil }
        // The fixed prefix of such a key (RFC 8410, 7).
        let prefix: [UInt8] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20]
        self.init(kind: .ed25519, der: prefix + seed)
    }

    /// Parses an ECDSA key on P-256 from an unencrypted PKCS #8 document in DER; nil for anything else.
    public init?(p256DER der: [UInt8]) {
        self.init(kind: .ecdsaP256, der: der)
        guard publicKey != nil else { return nil }
    }

    /// Parses an RSA key from an unencrypted PKCS #8 document in PEM (RFC 7468, 10); nil for anything else.
    public init?(rsaPEM text: String) {
        let der = try? unsafe withPrivateKey { key throws(TLSError) in
            try unsafe withDatum(Array(text.utf8)) {
                unsafe gnutls_x509_privkey_import_pkcs8(
                    key, $0, GNUTLS_X509_FMT_PEM, nil, UInt32(GNUTLS_PKCS_PLAIN.rawValue))
            }.orThrow()
            return try unsafe pkcs8(key, GNUTLS_X509_FMT_DER)
        }
        guard let der else { return nil }
        self.init(kind: .rsa, der: der)
        guard publicKey != nil else { return nil }
    }

    private init(kind: Kind, der: [UInt8]) {
        self.kind = kind
        self.der = der
    }

    /// The corresponding public key; nil if this key is invalid.
    public var publicKey: PublicKey? {
        try? unsafe withKey { key throws(TLSError) in
            var opened: gnutls_pubkey_t?
            let made = unsafe gnutls_pubkey_init(&opened)
            guard let publicKey = unsafe opened else { throw TLSError(made) }
            defer { unsafe gnutls_pubkey_deinit(publicKey) }
            try unsafe gnutls_pubkey_import_privkey(publicKey, key, 0, 0).orThrow()
            let found: PublicKey
            switch kind {
            case .ed25519:
                found = .ed25519(
                    try unsafe bytes { unsafe gnutls_pubkey_export_ecc_raw2(publicKey, nil, $0, nil, 0) })
            case .ecdsaP256:
                found = .ecdsaP256(
                    der: try unsafe bytes { unsafe gnutls_pubkey_export2(publicKey, GNUTLS_X509_FMT_DER, $0) })
            case .rsa:
                let (modulus, exponent) = try unsafe twoNumbers {
                    unsafe gnutls_pubkey_export_rsa_raw(publicKey, $0, $1)
                }
                found = .rsa(modulus: modulus, exponent: exponent)
            }
            guard found.isUsable else { throw .refused(reason: "the key is of another kind") }
            return found
        }
    }

    /// Signs content: 64 bytes for Ed25519, ECDSA with SHA-256 in DER, or RSA with PKCS #1 v1.5 padding and SHA-256
    /// (`RS256` of RFC 7518).
    /// - Parameter hash: the hash of an RSA signature: SHA-256, or SHA-1 for receivers that support nothing better.
    /// - Throws: `TLSError` if there is no memory.
    public func signature(over content: [UInt8], hash: HashAlgorithm = .sha256) throws(TLSError) -> [UInt8] {
        try unsafe withKey { key throws(TLSError) in
            let algorithm =
                switch kind {
                case .ed25519: GNUTLS_SIGN_EDDSA_ED25519
                case .ecdsaP256: GNUTLS_SIGN_ECDSA_SHA256
                case .rsa: hash == .sha1 ? GNUTLS_SIGN_RSA_SHA1 : GNUTLS_SIGN_RSA_SHA256
                }
            return try unsafe bytes { signature in
                unsafe withDatum(content) { unsafe gnutls_privkey_sign_data2(key, algorithm, 0, $0, signature) }
            }
        }
    }

    /// Lends the key, which is valid until `body` returns.
    private func withKey<Result>(
        _ body: (gnutls_privkey_t) throws(TLSError) -> Result
    ) throws(TLSError) -> Result {
        try unsafe withPrivateKey { parsed throws(TLSError) in
            try unsafe withDatum(der) {
                unsafe gnutls_x509_privkey_import_pkcs8(
                    parsed, $0, GNUTLS_X509_FMT_DER, nil, UInt32(GNUTLS_PKCS_PLAIN.rawValue))
            }.orThrow()
            var opened: gnutls_privkey_t?
            let made = unsafe gnutls_privkey_init(&opened)
            guard let key = unsafe opened else { throw TLSError(made) }
            defer { unsafe gnutls_privkey_deinit(key) }
            try unsafe gnutls_privkey_import_x509(key, parsed, 0).orThrow()
            return try unsafe body(key)
        }
    }
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<private key>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Lends an empty key, which is valid until `body` returns.
func withPrivateKey<Result>(
    _ body: (gnutls_x509_privkey_t) throws(TLSError) -> Result
) throws(TLSError) -> Result {
    var opened: gnutls_x509_privkey_t?
    let made = unsafe gnutls_x509_privkey_init(&opened)
    guard let key = unsafe opened else { throw TLSError(made) }
    defer { unsafe gnutls_x509_privkey_deinit(key) }
    return try unsafe body(key)
}

/// A key as an unencrypted PKCS #8 document.
func pkcs8(_ key: gnutls_x509_privkey_t, _ format: gnutls_x509_crt_fmt_t) throws(TLSError) -> [UInt8] {
    try unsafe bytes {
        unsafe gnutls_x509_privkey_export2_pkcs8(key, format, nil, UInt32(GNUTLS_PKCS_PLAIN.rawValue), $0)
    }
}
