/// Why a value does not decode, in words for the sender: they name what was sent and what is expected, and none of our
/// types. It travels in a `DecodingError` as the underlying error, because types that try several things catch those.
package struct ValueMismatch: Error {
    /// What follows the value's place: `is a text, and must be a whole number`.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

extension DecodingError {
    /// An error at a place, with words for the sender.
    package static func mismatch(
        _ type: Any.Type, at path: [any CodingKey], _ reason: String
    ) -> DecodingError {
        .typeMismatch(
            type, .init(codingPath: path, debugDescription: "It \(reason).", underlyingError: ValueMismatch(reason)))
    }

    /// An error of a text that is not one of those allowed.
    static func invalid(at path: [any CodingKey], _ reason: String) -> DecodingError {
        .dataCorrupted(
            .init(codingPath: path, debugDescription: "It \(reason).", underlyingError: ValueMismatch(reason)))
    }

    /// The same error in words for the sender, when it is that of a type of named values, such as an enumeration of
    /// texts, which this text is not among.
    package func explained(for type: Any.Type, text: String, at path: [any CodingKey]) -> DecodingError {
        guard case .dataCorrupted(let context) = self, context.underlyingError == nil,
            context.codingPath.count == path.count
        else { return self }
        let names = (type as? any CaseIterable.Type).map { caseNames(of: $0) } ?? []
        let wanted = names.isEmpty ? "which is not allowed" : "and must be one of \(names.joined(separator: ", "))"
        return .invalid(at: path, "is “\(text.sanitized(to: 64))”, \(wanted)")
    }
}

/// How the cases of a type are written, where it says so.
private func caseNames<Choice: CaseIterable>(of type: Choice.Type) -> [String] {
    Choice.allCases.prefix(32).compactMap { choice in
        ((choice as? any RawRepresentable)?.rawValue).map { "“\($0)”" }
    }
}
