private import HarkHTTP
private import HarkTLS

/// A proof that held.
package struct VerificationResult: Sendable {
    /// Which kind it was.
    package let proof: Proof

    /// Which of the secrets it was made with, counted from 0.
    package let secret: Int

    /// When it was made, as the request has it; empty where the proof tells no time.
    package var timestamp = ""

    /// What tells the delivery from every other. An identifier that is signed comes before one that anyone on the way
    /// could change; a sender that has none, but signs the time, is distinguished by time and body.
    package func deliveryID(_ deliveryID: DeliveryID?, in signedRequest: SignedRequest) -> String? {
        guard case .signature(let scheme) = proof else { return deliveryID?.value(in: signedRequest) }
        if let source = scheme.id, let id = signedRequest.value(of: source) { return id }
        if let id = deliveryID?.value(in: signedRequest) { return id }
        guard scheme.content.parts.contains(.timestamp), !timestamp.isEmpty else { return nil }
        return "\(timestamp) \(HashAlgorithm.sha256.digest(of: signedRequest.request.body).hexadecimal)"
    }
}

extension DeliveryID {
    /// The identifier that a request carries, or nil when it carries none. A combination that lacks some of its parts
    /// tells too little: deliveries that differ in their bodies are different ones then, forms that differ in their
    /// fields.
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
