private import HarkHTTP

extension Verifier {
    /// The header fields that it reads: those of proofs, identifiers, timestamps and event names, unordered.
    public var headerNames: Set<String> {
        let places = proofs.flatMap { $0.places + $0.signedPlaces } + (deliveryID?.sources ?? [])
        return Set((places + [event].compactMap(\.self)).compactMap(\.headerName))
    }

    /// Whether the request contains anything where a proof is expected, valid or not.
    package func hasProof(in signedRequest: SignedRequest) -> Bool {
        proofs.contains { proof in
            if case .clientCertificate = proof { return signedRequest.request.clientCertificate != nil }
            return proof.places.contains { !signedRequest.values(of: $0).isEmpty }
        }
    }
}

extension Proof {
    /// The places of the proof in a request. A client's certificate is not in the request itself.
    package var places: [ValueSource] {
        switch self {
        case .signature(let scheme): scheme.headers.map { .header($0) }
        case .token(let source, _): [source]
        case .basic, .publishedKey(.identityToken): [.header("Authorization")]
        case .publishedKey(.amazonSNS): [.header("x-amz-sns-topic-arn")]
        case .clientCertificate: []
        }
    }

    /// The place of the secret, if the sender sends the secret itself.
    package var tokenPlace: ValueSource? {
        switch self {
        case .token, .basic: places.first
        case .signature, .clientCertificate, .publishedKey: nil
        }
    }

    /// The places of the values that are signed with the proof.
    fileprivate var signedPlaces: [ValueSource] {
        guard case .signature(let scheme) = self else { return [] }
        return [scheme.id, scheme.timestampSource].compactMap(\.self)
    }
}

extension ValueSource {
    /// The name of the header field; nil for other places.
    package var headerName: String? { if case .header(let name) = self { name } else { nil } }
}

extension SignatureScheme {
    fileprivate var timestampSource: ValueSource? {
        if case .value(let source) = timestamp?.source { source } else { nil }
    }
}
