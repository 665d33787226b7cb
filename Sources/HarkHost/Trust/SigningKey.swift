private import HarkTLS

/// What a sender signs with.
public enum SigningKey: Sendable {
    /// The secret that both sides share.
    case shared(String)
    /// An Ed25519 private key: its seed of 32 bytes (RFC 8032, 5.1.5).
    case ed25519(seed: [UInt8])
    /// An ECDSA private key on P-256: a PKCS #8 document in DER, unencrypted (RFC 5958).
    case ecdsaP256(pkcs8: [UInt8])

    /// A new ECDSA private key on P-256; nil when the system has no randomness or memory for it.
    public static func newECDSAP256() -> SigningKey? {
        (try? PrivateKey.newP256()).map { .ecdsaP256(pkcs8: $0.der) }
    }

    /// The signature over these pieces, or nil when the key is not one of the scheme.
    func signature(over pieces: [[UInt8]], _ scheme: SignatureScheme) -> [UInt8]? {
        switch (self, scheme.algorithm) {
        case (.shared(let secret), .hmacSHA1), (.shared(let secret), .hmacSHA256), (.shared(let secret), .hmacSHA384),
            (.shared(let secret), .hmacSHA512):
            SignatureKey(secret, scheme)?.signature(over: pieces)
        case (.ed25519, .ed25519), (.ecdsaP256, .ecdsaP256):
            try? privateKey?.signature(over: Array(pieces.joined()))
        default: nil
        }
    }

    /// The text by which the other side knows the key, as a scheme's secret setting takes it; nil when the key is not one
    /// of the scheme.
    public func secret(for scheme: SignatureScheme) -> String? {
        switch (self, scheme.algorithm, privateKey?.publicKey) {
        case (.shared(let secret), _, _): secret
        case (.ed25519, .ed25519, .ed25519(let bytes)?), (.ecdsaP256, .ecdsaP256, .ecdsaP256(let bytes)?):
            scheme.key.secret(of: bytes)
        default: nil
        }
    }

    private var privateKey: PrivateKey? {
        switch self {
        case .shared: nil
        case .ed25519(let seed): PrivateKey(ed25519Seed: seed)
        case .ecdsaP256(let document): PrivateKey(p256DER: document)
        }
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
