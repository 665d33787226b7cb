extension Verifier {
    /// The header fields that it reads: those of proofs, identifiers, timestamps and event names, unordered.
    public var headerNames: Set<String> {
        let sources = proofs.flatMap(\.sources) + (deliveryID?.sources ?? []) + [event].compactMap(\.self)
        return Set(
            sources.compactMap { source in
                if case .header(let name) = source { name } else { nil }
            })
    }
}

extension Proof {
    /// The places of the proof, and of the values that are signed with it.
    fileprivate var sources: [ValueSource] {
        switch self {
        case .signature(let scheme):
            scheme.headers.map { .header($0) } + [scheme.id, scheme.timestampSource].compactMap(\.self)
        case .token(let source, _): [source]
        case .basic: [.header("Authorization")]
        case .clientCertificate: []
        case .publishedKey(.identityToken): [.header("Authorization")]
        case .publishedKey(.amazonSNS): [.header("x-amz-sns-topic-arn")]
        }
    }
}

extension SignatureScheme {
    fileprivate var timestampSource: ValueSource? {
        if case .value(let source) = timestamp?.source { source } else { nil }
    }
}
