extension DecodingError {
    /// What is wrong and where, in words that tell a sender nothing about our types: `commits.0.id is missing.`
    var summary: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.path(context.codingPath + [key])) is missing."
        case .valueNotFound(_, let context): "\(Self.path(context.codingPath)) is null or missing."
        case .typeMismatch(_, let context): "\(Self.path(context.codingPath)) is of another type."
        case .dataCorrupted(let context): "\(Self.path(context.codingPath)) has a value that is not allowed."
        @unknown default: "the value has another shape."
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.isEmpty ? "the value" : keys.map { $0.intValue?.description ?? $0.stringValue }.joined(separator: ".")
    }
}
