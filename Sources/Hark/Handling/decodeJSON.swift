/// Decodes JSON that a sender made: UTF-8 alone (RFC 8259, 8.1), dates as RFC 3339 writes them, nesting bounded at
/// `JSONValue.depthLimit` levels, and of several members with one name the last. Takes time in proportion to the length, whatever is in it.
/// - Parameter subject: what the JSON is, as the sender is told: `The body`.
/// - Throws: `Rejection` 400 that says where it went wrong: line and column, or the coding path, what stands there and what
///   is expected.
public func decodeJSON<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8],
    named subject: String = "The body"
) throws(Rejection) -> Value {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
        throw Rejection(.badRequest, "\(subject) is not JSON: \(error)")
    }
    do { return try value.decoded(as: type) } catch {
        let reason = (error as? DecodingError)?.summary ?? "a value is not allowed."
        throw Rejection(.badRequest, "\(subject) does not decode: \(reason)")
    }
}
