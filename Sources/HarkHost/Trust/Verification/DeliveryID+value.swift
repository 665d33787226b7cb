private import HarkTLS

extension DeliveryID {
    /// The identifier that a request carries, or nil when it carries none. A combination that lacks some of its parts
    /// tells too little: deliveries that differ in their bodies are different ones then, forms that differ in their fields.
    func value(in signedRequest: SignedRequest) -> String? {
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
