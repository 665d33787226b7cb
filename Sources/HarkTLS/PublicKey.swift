internal import CGnuTLS

/// A public key for verifying signatures. Verifying takes about 0.1 ms.
public enum PublicKey: Sendable, Hashable {
    /// Ed25519 (RFC 8032, 5.1.5): 32 bytes.
    case ed25519([UInt8])
    /// ECDSA over P-256 with SHA-256 (FIPS 186-4): the key as SubjectPublicKeyInfo in DER (RFC 5480).
    case ecdsaP256(der: [UInt8])
    /// RSA with PKCS #1 v1.5 padding (RFC 8017, 8.2; with SHA-256 `RS256` of RFC 7518): modulus and exponent, most
    /// significant byte first.
    case rsa(modulus: [UInt8], exponent: [UInt8])

    /// The RSA key of the first X.509 certificate in a PEM document (RFC 7468, 5); nil for anything else. The
    /// certificate is not verified.
    public init?(rsaCertificatePEM text: String) {
        let numbers = try? unsafe withCertificate { certificate throws(TLSError) in
            try unsafe withDatum(Array(text.utf8)) {
                unsafe gnutls_x509_crt_import(certificate, $0, GNUTLS_X509_FMT_PEM)
            }.orThrow()
            return try unsafe twoNumbers { unsafe gnutls_x509_crt_get_pk_rsa_raw(certificate, $0, $1) }
        }
        guard let (modulus, exponent) = numbers else { return nil }
        self = .rsa(modulus: modulus, exponent: exponent)
        guard isUsable else { return nil }
    }

    /// Whether it is a valid key.
    public var isUsable: Bool { (try? unsafe withKey { _ in }) != nil }

    /// Whether a signature over the content was made with the corresponding private key. ECDSA signatures are in DER
    /// (RFC 3279, 2.2.3).
    /// - Parameter hash: the hash of an RSA signature: SHA-256, or SHA-1 for senders that support nothing better. Other
    ///   kinds of keys have their own.
    public func isValid(_ signature: [UInt8], over content: [UInt8], hash: HashAlgorithm = .sha256) -> Bool {
        let algorithm = algorithm(with: hash)
        // GnuTLS counts SHA-1 as broken unless the caller asks for it.
        let flags = hash == .sha1 ? GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1.rawValue : 0
        let valid = try? unsafe withKey { key in
            unsafe withDatum(content) { content in
                unsafe withDatum(signature) { signature in
                    unsafe gnutls_pubkey_verify_data2(key, algorithm, flags, content, signature) >= 0
                }
            }
        }
        return valid ?? false
    }

    private func algorithm(with hash: HashAlgorithm) -> gnutls_sign_algorithm_t {
        switch self {
        case .ed25519: GNUTLS_SIGN_EDDSA_ED25519
        case .ecdsaP256: GNUTLS_SIGN_ECDSA_SHA256
        case .rsa: hash == .sha1 ? GNUTLS_SIGN_RSA_SHA1 : GNUTLS_SIGN_RSA_SHA256
        }
    }

    /// Lends the key, which is valid until `body` returns.
    private func withKey<Result>(_ body: (gnutls_pubkey_t) -> Result) throws(TLSError) -> Result {
        var opened: gnutls_pubkey_t?
        let made = unsafe gnutls_pubkey_init(&opened)
        guard let key = unsafe opened else { throw TLSError(made) }
        defer { unsafe gnutls_pubkey_deinit(key) }
        let result =
            switch self {
            case .ed25519(let bytes):
                unsafe withDatum(bytes) { unsafe gnutls_pubkey_import_ecc_raw(key, GNUTLS_ECC_CURVE_ED25519, $0, nil) }
            case .ecdsaP256(let der):
                unsafe withDatum(der) { unsafe gnutls_pubkey_import(key, $0, GNUTLS_X509_FMT_DER) }
            case .rsa(let modulus, let exponent):
                unsafe withDatum(modulus) { modulus in
                    unsafe withDatum(exponent) { unsafe gnutls_pubkey_import_rsa_raw(key, modulus, $0) }
                }
            }
        try result.orThrow()
        if case .ecdsaP256 = self {
            var curve = GNUTLS_ECC_CURVE_INVALID
            let found = unsafe gnutls_pubkey_export_ecc_raw2(key, &curve, nil, nil, 0)
            guard found >= 0, curve == GNUTLS_ECC_CURVE_SECP256R1 else {
                throw .refused(reason: "the key is not one of P-256")
            }
        }
        return unsafe body(key)
    }
}
