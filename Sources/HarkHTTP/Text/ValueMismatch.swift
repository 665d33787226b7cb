/// Why a value does not decode, in words for the sender: they name what was sent and what is expected, and no Swift
/// types. It is carried as the underlying error of a `DecodingError`, because types that try several alternatives catch
/// that.
package struct ValueMismatch: Error {
    /// The text after the value's path: `is a text, and must be a whole number`.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

extension DecodingError {
    /// An error at a path, in words for the sender.
    package static func mismatch(
        _ type: Any.Type, at path: [any CodingKey], _ reason: String
    ) -> DecodingError {
        .typeMismatch(
            type, .init(codingPath: path, debugDescription: "It \(reason).", underlyingError: ValueMismatch(reason)))
    }

    /// An error for a text that is not allowed.
    static func invalid(at path: [any CodingKey], _ reason: String) -> DecodingError {
        .dataCorrupted(
            .init(codingPath: path, debugDescription: "It \(reason).", underlyingError: ValueMismatch(reason)))
    }

    /// The same error in words for the sender, if it comes from a type with a fixed set of texts, such as an
    /// enumeration, that does not include this text.
    package func explained(for type: Any.Type, text: String, at path: [any CodingKey]) -> DecodingError {
        guard case .dataCorrupted(let context) = self, context.underlyingError == nil,
            context.codingPath.count == path.count
        else { return self }
        let names = (type as? any CaseIterable.Type).map { caseNames(of: $0) } ?? []
        let wanted = names.isEmpty ? "which is not allowed" : "and must be one of \(names.joined(separator: ", "))"
        return .invalid(at: path, "is “\(text.sanitized(to: 64))”, \(wanted)")
    }
}

/// The raw values of a type's cases, if it has any.
private func caseNames<Choice: CaseIterable>(of type: Choice.Type) -> [String] {
    Choice.allCases.prefix(32).compactMap { choice in
        ((choice as? any RawRepresentable)?.rawValue).map { "“\($0)”" }
    }
}
