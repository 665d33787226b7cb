package import HarkTLS

/// A key for verifying signatures.
package enum SignatureKey {
    case hmac(HashAlgorithm, key: [UInt8])
    case publicKey(PublicKey)

    /// The key in a secret's text for a scheme, or nil if it is invalid.
    package init?(_ secret: String, _ scheme: SignatureScheme) {
        guard let bytes = scheme.key.key(of: secret), !bytes.isEmpty else { return nil }
        switch scheme.algorithm {
        case .hmacSHA1: self = .hmac(.sha1, key: bytes)
        case .hmacSHA256: self = .hmac(.sha256, key: bytes)
        case .hmacSHA384: self = .hmac(.sha384, key: bytes)
        case .hmacSHA512: self = .hmac(.sha512, key: bytes)
        case .ed25519: self = .publicKey(.ed25519(bytes))
        case .ecdsaP256: self = .publicKey(.ecdsaP256(der: bytes))
        }
        if case .publicKey(let key) = self, !key.isUsable { return nil }
    }

    /// Most signatures that are verified with a public key: an HMAC is computed once and compared with all signatures,
    /// but a public key needs a verification for each.
    package static let mostPublicChecks = 4

    /// Whether one of the signatures is valid for the concatenated pieces. Compares in constant time.
    package func validates(_ signatures: [[UInt8]], over pieces: [[UInt8]]) -> Bool {
        switch self {
        case .hmac(let hash, let key):
            let code = hash.authenticationCode(of: pieces, key: key)
            return signatures.reduce(false) { found, signature in code.isEqualInConstantTime(to: signature) || found }
        case .publicKey(let key):
            let content = Array(pieces.joined())
            return signatures.prefix(Self.mostPublicChecks).contains { key.isValid($0, over: content) }
        }
    }

    /// The signature over the concatenated pieces, or nil for a public key, which cannot sign.
    package func signature(over pieces: [[UInt8]]) -> [UInt8]? {
        guard case .hmac(let hash, let key) = self else { return nil }
        return hash.authenticationCode(of: pieces, key: key)
    }
}
