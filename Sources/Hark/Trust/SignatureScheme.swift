/// A signature over what was sent, as a provider's documentation describes it.
public struct SignatureScheme: Sendable, Hashable {
    /// What makes a signature.
    public enum Algorithm: String, Sendable, Hashable {
        /// HMAC (RFC 2104) with the named hash. SHA-1 only where a provider has nothing better.
        case hmacSHA1, hmacSHA256, hmacSHA384, hmacSHA512
        /// Ed25519 (RFC 8032); the secret is the sender's public key, 32 bytes.
        case ed25519
        /// ECDSA on P-256 with SHA-256 (FIPS 186-5), DER; the secret is the sender's public key in DER (RFC 5480).
        case ecdsaP256
    }

    /// How the bytes of a signature are written.
    public enum Encoding: Sendable, Hashable {
        /// Hexadecimal digits, all in lower or all in upper case.
        case hex
        /// Base64 (RFC 4648, 4), with or without padding; bits that stand for nothing are zero (RFC 4648, 3.5).
        case base64
    }

    /// What stands around a signature in its header field.
    public enum Wrapper: Sendable, Hashable {
        /// Nothing.
        case plain
        /// One signature after this text: `sha256=`.
        case prefix(String)
        /// Pairs separated by commas, those of this name being signatures: `t=1,v1=…,v1=…`.
        case pairs(String)
        /// A list separated by spaces, those after this text being signatures: `v1,… v1,…`.
        case list(String)
    }

    /// The header fields that may hold it; all of them, and all repeated ones, are tried.
    public var headers: [String]
    /// What makes it.
    public var algorithm: Algorithm
    /// How the secret's text becomes the key.
    public var key: KeyEncoding
    /// What is signed.
    public var content: SignedContent
    /// How its bytes are written.
    public var encoding: Encoding
    /// What stands around it.
    public var wrapper: Wrapper
    /// Where `{id}` of the content stands.
    public var id: ValueSource?
    /// Where `{timestamp}` of the content stands, and how old it may be.
    public var timestamp: SignatureTimestamp?
}
