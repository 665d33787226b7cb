/// A signature with a key that the provider publishes and changes from time to time. The host requests the key and
/// keeps it; the plugin says which claims it expects, because the provider signs for everyone with the same key.
public enum PublishedKeyScheme: Sendable, Hashable {
    /// A JSON Web Token in the field `Authorization`, after `Bearer `.
    case identityToken(IdentityTokenScheme)
    /// A message of Amazon's Simple Notification Service, signed by the certificate that it names
    /// (docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html). The claim is `TopicArn`.
    case amazonSNS

    /// The claims that the plugin must have expectations for.
    package var claims: [String] {
        switch self {
        case .identityToken(let scheme): scheme.claims
        case .amazonSNS: ["TopicArn"]
        }
    }
}

/// A JSON Web Token that is signed with RSA and SHA-256 (RFC 7519; `RS256` of RFC 7518, 3.3).
public struct IdentityTokenScheme: Sendable, Hashable {
    /// The issuers, of which the token has one as `iss`.
    public var issuers: [String]
    /// The URL of the issuer's keys: a JSON Web Key Set (RFC 7517, 5), or certificates by identifier.
    public var keysURL: String
    /// The claims of which the plugin expects certain values, such as `aud`.
    public var claims: [String]
    /// The claims that must be `true`.
    public var trueClaims: [String]

    /// A token of other issuers.
    public init(issuers: [String], keysURL: String, claims: [String] = ["aud"], trueClaims: [String] = []) {
        self.issuers = issuers
        self.keysURL = keysURL
        self.claims = claims
        self.trueClaims = trueClaims
    }

    /// A token of a Google service account (cloud.google.com/pubsub/docs/authenticate-push-subscriptions).
    public static let google = IdentityTokenScheme(
        issuers: ["https://accounts.google.com", "accounts.google.com"],
        keysURL: "https://www.googleapis.com/oauth2/v3/certs", claims: ["aud", "email"],
        trueClaims: ["email_verified"])
}

/// A claim of a sender's proof, and the values that a plugin expects of it.
public struct ExpectedClaim: Sendable, Hashable {
    /// The name, such as `aud`.
    public var name: String
    /// The values, one of which the claim must have; while there are none, the route answers 503.
    public var values: [String]
    /// The setting of the values, which messages name.
    public var variable: String

    /// Expects one of these values.
    public init(_ name: String, _ values: [String], setBy variable: String) {
        self.name = name
        self.values = values
        self.variable = variable
    }
}

extension Verifier {
    /// The schemes of its proofs with published keys.
    package var publishedKeySchemes: [PublishedKeyScheme] {
        proofs.compactMap { if case .publishedKey(let scheme) = $0 { scheme } else { nil } }
    }

    /// The first setting that its proofs need and that has no value; nil if there is none.
    package func missingClaim(in expected: [ExpectedClaim]) -> String? {
        let names = publishedKeySchemes.flatMap(\.claims)
        return names.lazy.compactMap { name in
            guard let claim = expected.first(where: { $0.name == name }) else { return "the claim \(name)" }
            return claim.values.isEmpty ? claim.variable : nil
        }.first
    }
}
