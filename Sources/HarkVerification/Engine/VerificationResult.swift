private import HarkHTTP
private import HarkTLS

/// A valid proof.
package struct VerificationResult: Sendable {
    /// Its kind.
    package let proof: Proof

    /// The index of the secret that it was made with, counted from 0.
    package let secret: Int

    /// The time of the proof, as in the request; empty if it contains none.
    package var timestamp = ""

    /// The identifier of the delivery. A signed identifier takes precedence over one that could be changed on the way;
    /// without an identifier, but with a signed time, deliveries are identified by time and body.
    package func deliveryID(_ deliveryID: DeliveryID?, in signedRequest: SignedRequest) -> String? {
        guard case .signature(let scheme) = proof else { return deliveryID?.value(in: signedRequest) }
        if let source = scheme.id, let id = signedRequest.value(of: source) { return id }
        if let id = deliveryID?.value(in: signedRequest) { return id }
        guard scheme.content.parts.contains(.timestamp), !timestamp.isEmpty else { return nil }
        return "\(timestamp) \(HashAlgorithm.sha256.digest(of: signedRequest.request.body).hexadecimal)"
    }
}

extension DeliveryID {
    /// The identifier in a request, or nil if there is none. If some parts of a combination are missing, the others are
    /// not enough to identify a delivery: a digest of the body, or of a form's fields, is added then.
    package func value(in signedRequest: SignedRequest) -> String? {
        guard isCombination else {
            return sources.lazy.compactMap { signedRequest.value(of: $0) }.first { !$0.isEmpty }
        }
        var values = sources.map { signedRequest.value(of: $0) ?? "" }
        guard values.contains(where: { !$0.isEmpty }) else { return nil }
        if values.contains(where: \.isEmpty) {
            let content = signedRequest.sortedFields ?? signedRequest.request.body
            values.append(HashAlgorithm.sha256.digest(of: content).hexadecimal)
        }
        return values.joined(separator: "\n")
    }
}
