extension DecodingError {
    /// What is wrong and where, in words that tell a sender nothing about our types: `commits.0.id is missing.`
    var summary: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.path(context.codingPath + [key])) is missing."
        case .valueNotFound(_, let context): "\(Self.path(context.codingPath)) is null or missing."
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            "\(Self.path(context.codingPath)) \(Self.reason(context))."
        @unknown default: "the value has another shape."
        }
    }

    /// Words that are meant for the sender, or else none of a type's own.
    private static func reason(_ context: Context) -> String {
        (context.underlyingError as? ValueMismatch)?.reason ?? "has a value that is not allowed"
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        if keys.isEmpty { return "the value" }
        return keys.map { $0.intValue?.description ?? $0.stringValue.sanitized(to: 64) }.joined(separator: ".")
    }
}
