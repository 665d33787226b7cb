public import HarkHTTP

public import struct FoundationEssentials.Date

extension Verifier {
    /// Checks the header section alone, before the body arrives.
    /// - Returns: the result if the proof does not need the body, as for a password; otherwise nil.
    /// - Throws: if no proof can be valid.
    package func checkHead(_ signedRequest: SignedRequest, secrets: [String], now: Date) throws(VerificationError)
        -> VerificationResult?
    {
        var failure: VerificationError?
        for proof in proofs {
            do throws(VerificationError) {
                switch proof {
                case .signature(let scheme): try SignatureCheck(scheme: scheme, now: now).checkHead(signedRequest)
                case .token(.field, _): break
                case .publishedKey(let scheme):
                    _ = try PublishedKeyProof(scheme, signedRequest, now: now, isHead: true)
                case .token, .basic, .clientCertificate:
                    return try match(proof, signedRequest, secrets, now)
                }
                return nil
            } catch {
                failure = error.nearer(failure)
            }
        }
        if let failure { throw failure }
        return nil
    }

    /// Which of the secrets a request is authenticated with, counted from 0. It needs no bot and no route: only the
    /// request as it arrived, with its exact body, and the secrets that may be in use, the current one first.
    ///
    /// ```swift
    /// let request = Request(method: .post, target: "/hook", headers: headers, body: body)
    /// _ = try Verifier.github.verify(request, secrets: ["It's a Secret to Everybody"], at: .now)
    /// ```
    /// - Throws: the error of the proof that came closest.
    public func verify(_ request: Request, secrets: [String], at now: Date) throws(VerificationError) -> Int {
        try verify(SignedRequest(request), secrets: secrets, now: now).secret
    }

    /// Verifies a request.
    /// - Throws: the error of the proof that came closest.
    package func verify(_ signedRequest: SignedRequest, secrets: [String], now: Date) throws(VerificationError)
        -> VerificationResult
    {
        var failure: VerificationError?
        for proof in proofs {
            do throws(VerificationError) {
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
    ) throws(VerificationError) -> VerificationResult {
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
        case .publishedKey(let scheme):
            var claimed = signedRequest.publishedKeyProof
            if claimed == nil { claimed = try PublishedKeyProof(scheme, signedRequest, now: now) }
            guard let claimed, let key = signedRequest.publishedKey else {
                throw .incomplete("published key that it names")
            }
            guard claimed.isValid(for: key) else { throw .mismatch("the signature") }
            return VerificationResult(proof: proof, secret: 0)
        }
    }

    /// Reads the proof of a request, if it is one with a published key, so that the host can get the key.
    /// - Throws: why the request cannot be authentic, whatever the key is.
    package func publishedKeyProof(
        in signedRequest: SignedRequest, now: Date
    ) throws(VerificationError) -> PublishedKeyProof? {
        guard let scheme = publishedKeySchemes.first else { return nil }
        return try PublishedKeyProof(scheme, signedRequest, now: now)
    }

    /// Whether a text can be the secret of at least one of the proofs; an empty one never can.
    package func accepts(secret: String) -> Bool {
        !secret.isEmpty
            && proofs.contains { proof in
                guard case .signature(let scheme) = proof else { return true }
                return SignatureKey(secret, scheme) != nil
            }
    }
}

extension Verifier {
    /// A secret of 256 random bits in the format of the first proof.
    package func newSecret() -> String {
        // The system's random number generator, which is seeded by getrandom(2).
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let encoding =
            proofs.lazy.compactMap { proof -> KeyEncoding? in
                if case .signature(let scheme) = proof { scheme.key } else { .utf8 }
            }.first ?? .utf8
        return encoding.secret(of: bytes)
    }

    /// Whether the bot can generate the secret: not if the provider issues it, nor if it is a public key, whose private
    /// key nobody would have.
    package var canGenerateSecret: Bool {
        issuer == .operator
            && !proofs.contains { proof in
                guard case .signature(let scheme) = proof else { return false }
                return scheme.algorithm == .ed25519 || scheme.algorithm == .ecdsaP256
            }
    }

    /// The required format of the secret, for an operator who set another one.
    package var secretDescription: String {
        let forms = proofs.compactMap { proof -> String? in
            guard case .signature(let scheme) = proof else { return proof.needsSecret ? "text" : nil }
            let text =
                switch scheme.key {
                case .utf8: "text"
                case .base64: "base64"
                case .hex: "hexadecimal digits"
                case .prefixedBase64(let prefix, _): "\(prefix) and base64"
                }
            switch scheme.algorithm {
            case .ed25519: return "an Ed25519 public key (32 bytes) as \(text)"
            case .ecdsaP256: return "a P-256 public key (DER) as \(text)"
            case .hmacSHA1, .hmacSHA256, .hmacSHA384, .hmacSHA512: return "a key as \(text)"
            }
        }
        return Set(forms).sorted().joined(separator: ", or ")
    }
}
