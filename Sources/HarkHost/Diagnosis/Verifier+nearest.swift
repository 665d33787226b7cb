extension Verifier {
    /// The ways to sign that a request's sender seems to have chosen: those whose signatures can be read, or else whose
    /// header fields are there. All of them when there is no proof of any kind.
    func schemes(nearestTo signedRequest: SignedRequest) -> [SignatureScheme] {
        let schemes = proofs.compactMap { proof -> SignatureScheme? in
            if case .signature(let scheme) = proof { scheme } else { nil }
        }
        let readable = schemes.filter { (try? ParsedSignatures(signedRequest, $0)) != nil }
        if !readable.isEmpty { return readable }
        let named = schemes.filter { scheme in
            scheme.headers.contains { !signedRequest.values(of: .header($0)).isEmpty }
        }
        if !named.isEmpty { return named }
        return proofs.contains { $0.hasToken(in: signedRequest) } ? [] : schemes
    }

    /// Whether something stands in one of the places where a proof would, right or wrong.
    func hasProof(in signedRequest: SignedRequest) -> Bool {
        proofs.contains { proof in
            switch proof {
            case .signature(let scheme): scheme.headers.contains { !signedRequest.values(of: .header($0)).isEmpty }
            case .token, .basic: proof.hasToken(in: signedRequest)
            case .clientCertificate: signedRequest.request.clientCertificate != nil
            }
        }
    }
}

extension Proof {
    /// Whether something stands where the secret itself should.
    fileprivate func hasToken(in signedRequest: SignedRequest) -> Bool {
        switch self {
        case .token(let source, _): !signedRequest.values(of: source).isEmpty
        case .basic: !signedRequest.values(of: .header("Authorization")).isEmpty
        case .signature, .clientCertificate: false
        }
    }
}
