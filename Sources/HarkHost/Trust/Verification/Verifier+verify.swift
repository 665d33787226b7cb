internal import struct FoundationEssentials.Date

extension Verifier {
    /// Looks at the header section alone, before the body is there.
    /// - Returns: whether it proves the sender already, as a token does.
    /// - Throws: when it shows already that no proof can hold.
    func checkHead(_ signedRequest: SignedRequest, secrets: [String], now: Date) throws(VerificationFailure) -> Bool {
        var failure: VerificationFailure?
        for proof in proofs {
            do throws(VerificationFailure) {
                switch proof {
                case .signature(let scheme): try SignatureCheck(scheme: scheme, now: now).checkHead(signedRequest)
                case .token(.field, _): break
                case .token, .basic, .clientCertificate:
                    _ = try match(proof, signedRequest, secrets, now)
                    return true
                }
                return false
            } catch {
                failure = error.nearer(failure)
            }
        }
        if let failure { throw failure }
        return false
    }

    /// Which of the secrets the request proves to know, counted from 0.
    /// - Throws: why it proves none, as the proof that came nearest has it.
    func verify(_ signedRequest: SignedRequest, secrets: [String], now: Date) throws(VerificationFailure) -> Int {
        try accept(signedRequest, secrets: secrets, now: now).secret
    }

    /// What the request proves, and how.
    /// - Throws: why it proves nothing, as the proof that came nearest has it.
    func accept(_ signedRequest: SignedRequest, secrets: [String], now: Date) throws(VerificationFailure)
        -> VerificationResult
    {
        var failure: VerificationFailure?
        for proof in proofs {
            do throws(VerificationFailure) {
                return try match(proof, signedRequest, secrets, now)
            } catch {
                failure = error.nearer(failure)
            }
        }
        throw failure ?? .missing(["proof"])
    }

    private func match(
        _ proof: Proof,
        _ signedRequest: SignedRequest,
        _ secrets: [String],
        _ now: Date
    ) throws(VerificationFailure) -> VerificationResult {
        switch proof {
        case .signature(let scheme):
            let match = try SignatureCheck(scheme: scheme, now: now).match(signedRequest, secrets: secrets)
            return VerificationResult(proof: proof, secret: match.secret, timestamp: match.timestamp)
        case .token(let source, let prefix):
            let secret = try TokenCheck.match(source, prefix: prefix, signedRequest, secrets: secrets)
            return VerificationResult(proof: proof, secret: secret)
        case .basic:
            return VerificationResult(proof: proof, secret: try TokenCheck.matchBasic(signedRequest, secrets: secrets))
        case .clientCertificate(let names):
            try TokenCheck.matchCertificate(names, signedRequest)
            return VerificationResult(proof: proof, secret: 0)
        }
    }

    /// Whether a text can be the secret of at least one of the proofs; an empty one can be that of none.
    func accepts(secret: String) -> Bool {
        !secret.isEmpty
            && proofs.contains { proof in
                guard case .signature(let scheme) = proof else { return true }
                return SignatureKey(secret, scheme) != nil
            }
    }
}
