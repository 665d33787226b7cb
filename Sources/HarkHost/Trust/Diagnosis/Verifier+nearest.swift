extension Verifier {
    /// The ways to sign that a request's sender seems to have chosen: those whose signatures can be read, or else whose
    /// header fields are there. All of them when there is no proof of any kind.
    func schemes(nearestTo evidence: Evidence) -> [SignatureScheme] {
        let schemes = proofs.compactMap { proof -> SignatureScheme? in
            if case .signature(let scheme) = proof { scheme } else { nil }
        }
        let readable = schemes.filter { (try? SignatureClaims(evidence, $0)) != nil }
        if !readable.isEmpty { return readable }
        let named = schemes.filter { scheme in
            scheme.headers.contains { !evidence.values(of: .header($0)).isEmpty }
        }
        if !named.isEmpty { return named }
        return proofs.contains { $0.hasToken(in: evidence) } ? [] : schemes
    }

    /// Whether something stands in one of the places where a proof would, right or wrong.
    func hasProof(in evidence: Evidence) -> Bool {
        proofs.contains { proof in
            switch proof {
            case .signature(let scheme): scheme.headers.contains { !evidence.values(of: .header($0)).isEmpty }
            case .token, .basic: proof.hasToken(in: evidence)
            case .clientCertificate: evidence.request.clientCertificate != nil
            }
        }
    }
}

extension Proof {
    /// Whether something stands where the secret itself should.
    fileprivate func hasToken(in evidence: Evidence) -> Bool {
        switch self {
        case .token(let source, _): !evidence.values(of: source).isEmpty
        case .basic: !evidence.values(of: .header("Authorization")).isEmpty
        case .signature, .clientCertificate: false
        }
    }
}
