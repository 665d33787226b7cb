private import struct FoundationEssentials.Data
private import class FoundationEssentials.JSONDecoder

/// Decodes JSON that a sender made: dates as RFC 3339 writes them, nesting bounded at 512 levels.
/// - Parameter subject: what the JSON is, as the sender is told: `The body`.
/// - Throws: `Rejection` 400 that says where it went wrong: line and column, or the coding path.
public func decodeJSON<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8],
    named subject: String = "The body"
) throws(Rejection) -> Value {
    guard !MemberNameScan(bytes).foundLongName else {
        throw Rejection(.badRequest, "\(subject) has a member name of more than \(MemberNameScan.limit) bytes.")
    }
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    do {
        return try decoder.decode(type, from: Data(bytes))
    } catch {
        let value: JSONValue
        do { value = try JSONValue(parsing: bytes) } catch {
            throw Rejection(.badRequest, "\(subject) is not JSON: \(error)")
        }
        // `JSONDecoder` takes no half of a surrogate pair, which JavaScript sends; written anew there is none.
        if case .dataCorrupted(let context) = error as? DecodingError, context.codingPath.isEmpty,
            let decoded = try? decoder.decode(type, from: Data(value.serialized().utf8))
        {
            return decoded
        }
        let reason = (error as? DecodingError)?.summary ?? "a value is not allowed."
        throw Rejection(.badRequest, "\(subject) does not decode: \(reason)")
    }
}
