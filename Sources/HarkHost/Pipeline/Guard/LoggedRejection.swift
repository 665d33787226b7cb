/// A refusal: what the sender is answered, and what is logged.
struct LoggedRejection: Error {
    /// The response to the sender.
    let rejection: Rejection
    /// The reason for the log.
    let reason: String

    /// - Parameter wait: when the sender may try again (RFC 9110, 10.2.3).
    init(
        _ status: HTTPResponse.Status,
        _ text: String? = nil,
        after wait: Duration? = nil,
        because reason: String
    ) {
        var headers = HTTPFields()
        if let wait { headers[.retryAfter] = "\(max(1, wait.wholeSeconds))" }
        rejection = Rejection(status, text, headers: headers)
        self.reason = reason
    }

    /// A refusal with a custom rejection.
    init(_ rejection: Rejection, because reason: String) {
        self.rejection = rejection
        self.reason = reason
    }

    /// 401, with a challenge if the verifier has one: some senders send a password only when asked for it (RFC 9110,
    /// 11.6.1). Signatures have no registered authentication scheme.
    init(unverifiedFor verifier: Verifier, because failure: VerificationError) {
        var headers = HTTPFields()
        for proof in verifier.proofs {
            guard let challenge = proof.challenge else { continue }
            headers.append(HTTPField(name: .wwwAuthenticate, value: challenge))
        }
        rejection = Rejection(.unauthorized, headers: headers)
        reason = failure.description
    }
}

extension Proof {
    fileprivate var challenge: String? {
        switch self {
        case .basic: "Basic realm=\"hark\""
        case .token(.header("Authorization"), prefix: "Bearer "): "Bearer"
        case .token, .signature, .clientCertificate, .publishedKey: nil
        }
    }
}

extension Duration {
    /// Seconds, rounded up.
    package var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
