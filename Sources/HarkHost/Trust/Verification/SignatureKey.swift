internal import Crypto

/// A key that signatures are checked with.
enum SignatureKey {
    case hmac(SignatureScheme.Algorithm, SymmetricKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case ecdsaP256(P256.Signing.PublicKey)

    /// The key that a secret's text is for a scheme, or nil when it is none.
    init?(_ secret: String, _ scheme: SignatureScheme) {
        guard let bytes = scheme.key.key(of: secret), !bytes.isEmpty else { return nil }
        switch scheme.algorithm {
        case .hmacSHA1, .hmacSHA256, .hmacSHA384, .hmacSHA512:
            self = .hmac(scheme.algorithm, SymmetricKey(data: bytes))
        case .ed25519:
            guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else { return nil }
            self = .ed25519(key)
        case .ecdsaP256:
            guard let key = try? P256.Signing.PublicKey(derRepresentation: bytes) else { return nil }
            self = .ecdsaP256(key)
        }
    }

    /// Most signatures that are tried with a public key: unlike a code, which is computed once and compared with all, each
    /// costs a check of its own.
    static let mostPublicChecks = 4

    /// Whether one of the signatures is made over these pieces, one after the other. Compares in constant time.
    func validates(_ signatures: [[UInt8]], over pieces: [[UInt8]]) -> Bool {
        switch self {
        case .hmac(.hmacSHA1, let key): Self.validates(Insecure.SHA1.self, key, signatures, pieces)
        case .hmac(.hmacSHA384, let key): Self.validates(SHA384.self, key, signatures, pieces)
        case .hmac(.hmacSHA512, let key): Self.validates(SHA512.self, key, signatures, pieces)
        case .hmac(_, let key): Self.validates(SHA256.self, key, signatures, pieces)
        case .ed25519(let key): Self.validates(key, signatures, Array(pieces.joined()))
        case .ecdsaP256(let key): Self.validates(key, signatures, Array(pieces.joined()))
        }
    }

    private static func validates(
        _ key: Curve25519.Signing.PublicKey, _ signatures: [[UInt8]], _ content: [UInt8]
    ) -> Bool {
        signatures.prefix(mostPublicChecks).contains { key.isValidSignature($0, for: content) }
    }

    private static func validates(
        _ key: P256.Signing.PublicKey, _ signatures: [[UInt8]], _ content: [UInt8]
    ) -> Bool {
        let digest = SHA256.hash(data: content)
        return signatures.prefix(mostPublicChecks).contains { signature in
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        }
    }

    private static func validates<Hash: HashFunction>(
        _ hash: Hash.Type,
        _ key: SymmetricKey,
        _ signatures: [[UInt8]],
        _ pieces: [[UInt8]]
    ) -> Bool {
        let code = code(hash, key, pieces)
        // `==` of a code and bytes takes the same time wherever they differ.
        return signatures.reduce(false) { found, signature in code == signature || found }
    }

    private static func code<Hash: HashFunction>(
        _ hash: Hash.Type,
        _ key: SymmetricKey,
        _ pieces: [[UInt8]]
    ) -> HMAC<Hash>.MAC {
        var hmac = HMAC<Hash>(key: key)
        for piece in pieces { hmac.update(data: piece) }
        return hmac.finalize()
    }

    /// The signature over these pieces, or nil for a public key, which makes none.
    func signature(over pieces: [[UInt8]]) -> [UInt8]? {
        switch self {
        case .hmac(.hmacSHA1, let key): Array(Self.code(Insecure.SHA1.self, key, pieces))
        case .hmac(.hmacSHA384, let key): Array(Self.code(SHA384.self, key, pieces))
        case .hmac(.hmacSHA512, let key): Array(Self.code(SHA512.self, key, pieces))
        case .hmac(_, let key): Array(Self.code(SHA256.self, key, pieces))
        case .ed25519, .ecdsaP256: nil
        }
    }
}
