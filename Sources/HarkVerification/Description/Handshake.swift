public import HTTPTypes
public import HarkHTTP
private import HarkTLS

/// A provider's check of an address before it delivers there. The host answers it; the handler does not see it.
public struct Handshake: Sendable {
    /// Answers a handshake request, or returns nil for any other. The secret is the one that the row names for the
    /// handshake, or else the verifier's.
    public typealias Answer = @Sendable (Request, Secret) -> Response?

    /// Longest value that is echoed, in bytes.
    public static let echoLimit = 1024

    /// The name in lists and faults.
    public let name: String

    /// The method of the handshake request, if it is not the row's own.
    public let method: HTTPRequest.Method?

    /// Whether the request is signed like any delivery; if not, it is answered without verification.
    public let isSigned: Bool

    /// Whether it needs a secret of its own.
    public let needsOwnSecret: Bool

    /// Whether a request, of which the body has not arrived, may be a handshake request.
    package let matches: @Sendable (Request) -> Bool

    package let answer: Answer

    /// A custom handshake.
    /// - Parameter matches: for a handshake with the method of deliveries, whether a request is one for the handshake.
    ///   It is called before the body has arrived.
    public init(
        _ name: String,
        method: HTTPRequest.Method? = nil,
        isSigned: Bool,
        needsOwnSecret: Bool = false,
        when matches: @escaping @Sendable (Request) -> Bool = { _ in true },
        answer: @escaping Answer
    ) {
        self.matches = matches
        self.name = name
        self.method = method
        self.isSigned = isSigned
        self.needsOwnSecret = needsOwnSecret
        self.answer = answer
    }
}

extension Handshake {
    /// Slack's `url_verification`: the challenge is echoed as text (docs.slack.dev/reference/events/url_verification).
    public static let slack = Handshake("slack", isSigned: true) { request, _ in
        guard let message = request.smallJSON, message["type"]?.stringValue == "url_verification" else { return nil }
        return challenge(message["challenge"]?.stringValue).map { .text($0) } ?? malformed
    }

    /// Discord's PING of an interactions endpoint, type 1
    /// (docs.discord.com/developers/interactions/receiving-and-responding).
    public static let discord = Handshake("discord", isSigned: true) { request, _ in
        guard request.smallJSON?["type"] == 1 else { return nil }
        return .json(["type": 1])
    }

    /// Zoom's `endpoint.url_validation`: the token, and its HMAC-SHA256 under the verifier's secret
    /// (developers.zoom.us/docs/api/webhooks, "Validate your webhook endpoint").
    public static let zoom = Handshake("zoom", isSigned: true) { request, secret in
        guard let message = request.smallJSON, message["event"]?.stringValue == "endpoint.url_validation" else {
            return nil
        }
        guard let token = challenge(message["payload"]?["plainToken"]?.stringValue) else { return malformed }
        let key = Array(secret.reveal().utf8)
        let code = HashAlgorithm.sha256.authenticationCode(of: [Array(token.utf8)], key: key)
        return .json(["plainToken": .string(token), "encryptedToken": .string(code.hexadecimal)])
    }

    /// Trello's `HEAD` request to a callback URL (developer.atlassian.com/cloud/trello/guides/rest-api/webhooks).
    public static let trello = Handshake("trello", method: .head, isSigned: false) { request, _ in
        request.method == .head ? Response() : nil
    }

    /// Meta's `GET` with `hub.challenge`, which is echoed if `hub.verify_token` equals the row's own secret for the
    /// handshake (developers.facebook.com/docs/graph-api/webhooks/getting-started).
    public static let meta = Handshake("meta", method: .get, isSigned: false, needsOwnSecret: true) { request, secret in
        guard request.method == .get, request.query["hub.mode"] == "subscribe" else { return nil }
        guard let token = request.query["hub.verify_token"], secret.matches(token) else {
            return .text("Forbidden", status: .forbidden)
        }
        return challenge(request.query["hub.challenge"]).map { .text($0) }
    }

    /// The test of a connection by Bitbucket Data Center, which is not signed
    /// (confluence.atlassian.com/bitbucketserver/manage-webhooks-938025878.html, "Test a webhook"). As anyone can send
    /// it, it is answered, and nothing else comes of it.
    public static let bitbucket = Handshake(
        "bitbucket", method: .post, isSigned: false,
        when: { request in
            request.headers[.eventKey] == "diagnostics:ping" && !request.headers.contains(.hubSignature)
        },
        answer: { request, _ in request.body.isEmpty || request.smallJSON != nil ? .text("OK") : nil })

    /// Okta's one-time `GET`, whose header field is echoed as JSON (developer.okta.com/docs/concepts/event-hooks,
    /// "One-time verification request").
    public static let okta = Handshake("okta", method: .get, isSigned: false) { request, _ in
        guard request.method == .get, let value = challenge(request.headers[.oktaChallenge]) else { return nil }
        return .json(["verification": .string(value)])
    }

    /// A value that may be echoed: not too long, and only letters, digits and the characters of base64 and of URLs (RFC
    /// 3986, 2.3), as every provider sends it, so that browsers find no markup in it.
    static func challenge(_ text: String?) -> String? {
        guard let text, (1...echoLimit).contains(text.utf8.count) else { return nil }
        return text.utf8.allSatisfy { $0.isAlphanumeric || "-._~+/=".utf8.contains($0) } ? text : nil
    }

    /// The answer to a handshake request without a value to echo. The handler must not see it either.
    static let malformed = Response.text("Bad Request", status: .badRequest)
}

extension Request {
    /// The body as a JSON value, if it is short enough for a handshake: up to 16 KiB.
    var smallJSON: JSONValue? { body.count <= 16_384 ? (try? json())?.root.value : nil }
}

// Made once: a name that is invalid stops the process at its first use.
extension HTTPField.Name {
    fileprivate static let eventKey = HTTPField.Name(constant: "X-Event-Key")
    fileprivate static let hubSignature = HTTPField.Name(constant: "X-Hub-Signature")
    fileprivate static let oktaChallenge = HTTPField.Name(constant: "X-Okta-Verification-Challenge")
}
