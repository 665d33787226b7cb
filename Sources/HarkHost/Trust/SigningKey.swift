private import Crypto

/// What a sender signs with.
public enum SigningKey: Sendable {
    /// The secret that both sides share.
    case shared(String)
    /// An Ed25519 private key: its seed of 32 bytes (RFC 8032, 5.1.5).
    case ed25519(seed: [UInt8])
    /// A P-256 private key: its scalar of 32 bytes.
    case ecdsaP256(scalar: [UInt8])

    /// The signature over these pieces, or nil when the key is not one of the scheme.
    func signature(over pieces: [[UInt8]], _ scheme: SignatureScheme) -> [UInt8]? {
        let bytes = Array(pieces.joined())
        switch (self, scheme.algorithm) {
        case (.shared(let secret), .hmacSHA1), (.shared(let secret), .hmacSHA256), (.shared(let secret), .hmacSHA384),
            (.shared(let secret), .hmacSHA512):
            return SignatureKey(secret, scheme)?.signature(over: pieces)
        case (.ed25519(let seed), .ed25519):
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            return (try? key?.signature(for: bytes)).map { Array($0) }
        case (.ecdsaP256(let scalar), .ecdsaP256):
            let key = try? P256.Signing.PrivateKey(rawRepresentation: scalar)
            return (try? key?.signature(for: bytes)).map { Array($0.derRepresentation) }
        default:
            return nil
        }
    }

    /// The text by which the other side knows the key, as a scheme's secret setting takes it; nil when the key is not one
    /// of the scheme.
    public func secret(for scheme: SignatureScheme) -> String? {
        switch (self, scheme.algorithm) {
        case (.shared(let secret), _): secret
        case (.ed25519(let seed), .ed25519):
            (try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)).map {
                scheme.key.secret(of: Array($0.publicKey.rawRepresentation))
            }
        case (.ecdsaP256(let scalar), .ecdsaP256):
            (try? P256.Signing.PrivateKey(rawRepresentation: scalar)).map {
                scheme.key.secret(of: Array($0.publicKey.derRepresentation))
            }
        default: nil
        }
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
