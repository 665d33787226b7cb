/// Decodes JSON from a sender: UTF-8 only (RFC 8259, 8.1), dates as in RFC 3339, at most `JSONValue.depthLimit` levels
/// of nesting; of several members with one name the last counts. Takes time proportional to the length, whatever the
/// content.
/// - Parameters:
///   - type: the type to decode to.
///   - bytes: the JSON.
///   - subject: how the error message calls the JSON: `The body`.
/// - Throws: `Rejection` 400 that says where decoding failed: line and column, or the coding path, the value there and
///   what is expected.
public func decodeJSON<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8],
    named subject: String = "The body"
) throws(Rejection) -> Value {
    try decodeJSON(type, named: subject) { () throws(JSONSyntaxError) in try JSONDocument(parsing: bytes) }
}

/// The same for a document that may have been parsed already.
func decodeJSON<Value: Decodable>(
    _ type: Value.Type,
    named subject: String = "The body",
    from document: () throws(JSONSyntaxError) -> JSONDocument
) throws(Rejection) -> Value {
    let value: JSONValue
    do { value = try document().root.value } catch { throw Rejection(.badRequest, "\(subject) is not JSON: \(error)") }
    do { return try value.decoded(as: type) } catch {
        let reason = (error as? DecodingError)?.summary ?? "a value is not allowed."
        throw Rejection(.badRequest, "\(subject) does not decode: \(reason)")
    }
}

extension DecodingError {
    /// What is wrong and where, in words that reveal nothing about Swift types: `commits.0.id is missing.`
    var summary: String {
        switch self {
        case .keyNotFound(let key, let context): "\(Self.path(context.codingPath + [key])) is missing."
        case .valueNotFound(_, let context): "\(Self.path(context.codingPath)) is null or missing."
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            "\(Self.path(context.codingPath)) \(Self.reason(context))."
        @unknown default: "the value has another shape."
        }
    }

    /// The part of an error's text that is written for senders, or a general phrase.
    private static func reason(_ context: Context) -> String {
        (context.underlyingError as? ValueMismatch)?.reason ?? "has a value that is not allowed"
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        if keys.isEmpty { return "the value" }
        return keys.map { $0.intValue?.description ?? $0.stringValue.sanitized(to: 64) }.joined(separator: ".")
    }
}
