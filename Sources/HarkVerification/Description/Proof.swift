/// One way to prove that a delivery comes from who has the secret.
public enum Proof: Sendable {
    /// A signature over what was sent.
    case signature(SignatureScheme)
    /// The secret itself, in a place of the request, after `prefix`.
    case token(ValueSource, prefix: String)
    /// HTTP Basic authentication (RFC 7617). The secret is `user:password`, or the password alone, for any user.
    case basic
    /// A TLS client certificate of `HARK_TLS_CLIENT_CA`, made out to one of these names, or to any when there are none.
    case clientCertificate(names: [String])

    /// A signature in a header field: what stands beside it in a provider's documentation, in the same order.
    /// - Parameters:
    ///   - headers: the fields that may hold it; all of them, and all repeated ones, are tried.
    ///   - algorithm: what makes it.
    ///   - key: how the secret's text becomes the key.
    ///   - content: what is signed, such as `"v0:{timestamp}:{body}"`.
    ///   - encoding: how its bytes are written.
    ///   - wrapper: what stands around it.
    ///   - id: where `{id}` stands.
    ///   - timestamp: where `{timestamp}` stands, and how old it may be.
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

    /// Whether it rests on a secret.
    public var needsSecret: Bool {
        if case .clientCertificate = self { false } else { true }
    }
}
