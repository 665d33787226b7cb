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
}
