extension DeliveryID {
    /// The identifier that a request carries, or nil when it carries none.
    func value(in evidence: Evidence) -> String? {
        guard isCombination else {
            return sources.lazy.compactMap { evidence.value(of: $0) }.first { !$0.isEmpty }
        }
        let values = sources.map { evidence.value(of: $0) ?? "" }
        return values.allSatisfy(\.isEmpty) ? nil : values.joined(separator: "\n")
    }
}
