extension Verifier {
    /// The signature schemes that a request's sender seems to use: those whose signatures can be parsed, or else those
    /// whose header fields are present. All of them if there is no proof at all.
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
        let hasToken = proofs.compactMap(\.tokenPlace).contains { !signedRequest.values(of: $0).isEmpty }
        return hasToken ? [] : schemes
    }
}
