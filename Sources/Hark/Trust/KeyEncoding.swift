/// How a secret's text becomes a key.
public enum KeyEncoding: Sendable, Hashable {
    /// The text's own bytes.
    case utf8
    /// Base64 (RFC 4648, 4).
    case base64
    /// Hexadecimal digits.
    case hex
    /// Base64 after this text, such as `whsec_`, which may be left out unless it tells two kinds of keys apart.
    case prefixedBase64(String, isOptional: Bool = true)
}
