private import HarkTLS

/// A proof that held.
struct VerificationResult {
    /// Which kind it was.
    let proof: Proof

    /// Which of the secrets it was made with, counted from 0.
    let secret: Int

    /// When it was made, as the request has it; empty where the proof tells no time.
    var timestamp = ""

    /// What tells the delivery from every other. An identifier that is signed comes before one that anyone on the way
    /// could change; a sender that has none, but signs the time, is told apart by time and body.
    func deliveryID(_ deliveryID: DeliveryID?, in signedRequest: SignedRequest) -> String? {
        guard case .signature(let scheme) = proof else { return deliveryID?.value(in: signedRequest) }
        if let source = scheme.id, let id = signedRequest.value(of: source) { return id }
        if let id = deliveryID?.value(in: signedRequest) { return id }
        guard scheme.content.parts.contains(.timestamp), !timestamp.isEmpty else { return nil }
        return "\(timestamp) \(HashAlgorithm.sha256.digest(of: signedRequest.request.body).hexadecimal)"
    }
}
