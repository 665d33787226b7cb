extension Verifier {
    /// Whether the request contains anything where the proof is expected, valid or not.
    package func hasProof(in signedRequest: SignedRequest) -> Bool {
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
    /// Whether the request contains anything where the secret itself is expected.
    package func hasToken(in signedRequest: SignedRequest) -> Bool {
        switch self {
        case .token(let source, _): !signedRequest.values(of: source).isEmpty
        case .basic: !signedRequest.values(of: .header("Authorization")).isEmpty
        case .signature, .clientCertificate: false
        }
    }
}
