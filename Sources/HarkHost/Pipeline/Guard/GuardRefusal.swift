/// A refusal: what the sender is told, and what the log.
struct GuardRefusal: Error {
    /// What the sender is told.
    let rejection: Rejection
    /// What the log says.
    let reason: String

    /// - Parameter wait: after which time the sender may try again (RFC 9110, 10.2.3).
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

    /// A refusal with more than a status and a text.
    init(_ rejection: Rejection, because reason: String) {
        self.rejection = rejection
        self.reason = reason
    }

    /// 401, with a challenge where the sender could answer one: some send a password only when they are asked for
    /// it (RFC 9110, 11.6.1). Signatures have no registered scheme to ask by.
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
        case .token, .signature, .clientCertificate: nil
        }
    }
}

extension Duration {
    /// Seconds, rounded up.
    package var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
