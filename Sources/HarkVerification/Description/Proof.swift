/// One way for a sender to prove that it has the secret.
public enum Proof: Sendable {
    /// A signature over the request.
    case signature(SignatureScheme)
    /// The secret itself, in a place of the request, after `prefix`.
    case token(ValueSource, prefix: String)
    /// HTTP Basic authentication (RFC 7617). The secret is `user:password`, or the password alone, for any user.
    case basic
    /// A TLS client certificate of an authority in `HARK_TLS_CLIENT_CA`, issued for one of these names, or for any if
    /// empty.
    case clientCertificate(names: [String])
    /// A signature with a key that the provider publishes, over claims that the plugin expects.
    case publishedKey(PublishedKeyScheme)

    /// A signature in a header field: the parameters follow a provider's documentation, in the same order.
    /// - Parameters:
    ///   - headers: the fields that may contain it; all of them, and all repeated ones, are tried.
    ///   - algorithm: the algorithm.
    ///   - key: how the secret's text is decoded to the key.
    ///   - content: what is signed, such as `"v0:{timestamp}:{body}"`.
    ///   - encoding: how its bytes are encoded.
    ///   - wrapper: the text around it.
    ///   - id: the place of `{id}`.
    ///   - timestamp: the place of `{timestamp}`, and how old it may be.
    public static func signature(
        _ headers: String...,
        algorithm: SignatureScheme.Algorithm = .hmacSHA256,
        key: KeyEncoding = .utf8,
        of content: SignedContent = "{body}",
        encoding: SignatureScheme.Encoding = .hex,
        wrapper: SignatureScheme.Wrapper = .plain,
        id: ValueSource? = nil,
        timestamp: SignatureTimestamp? = nil
    ) -> Proof {
        .signature(
            SignatureScheme(
                headers: headers, algorithm: algorithm, key: key, content: content, encoding: encoding,
                wrapper: wrapper, id: id, timestamp: timestamp
            )
        )
    }

    /// `Authorization: Bearer` and the secret (RFC 6750, 2.1).
    public static let bearer = Proof.token(.header("Authorization"), prefix: "Bearer ")

    /// Whether it uses a secret.
    public var needsSecret: Bool {
        switch self {
        case .clientCertificate, .publishedKey: false
        case .signature, .token, .basic: true
        }
    }
}
