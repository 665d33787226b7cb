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
        do { _ = try JSONValue(parsing: bytes) } catch {
            throw Rejection(.badRequest, "\(subject) is not JSON: \(error)")
        }
        if case .dataCorrupted(let context) = error as? DecodingError, context.codingPath.isEmpty,
            let decoded = try? decoder.decode(type, from: Data(bytes.withoutHalvesOfPairs))
        {
            return decoded
        }
        let reason = (error as? DecodingError)?.summary ?? "a value is not allowed."
        throw Rejection(.badRequest, "\(subject) does not decode: \(reason)")
    }
}

extension [UInt8] {
    /// A JSON text with U+FFFD for every half of a surrogate pair, which JavaScript writes when it cuts a text in two, and
    /// which `JSONDecoder` refuses.
    fileprivate var withoutHalvesOfPairs: [UInt8] {
        var whole = self
        var position = 0
        while let escape = self[position...].firstIndex(of: UInt8(ascii: "\\")) {
            position = Swift.min(escape + 2, count)
            guard let unit = escapedUnit(at: escape) else { continue }
            position = escape + 6
            if UTF16.isLeadSurrogate(unit), let next = escapedUnit(at: position), UTF16.isTrailSurrogate(next) {
                position += 6
            } else if UTF16.isLeadSurrogate(unit) || UTF16.isTrailSurrogate(unit) {
                whole.replaceSubrange(escape + 2..<escape + 6, with: "fffd".utf8)
            }
        }
        return whole
    }

    /// What `\uXXXX` at an index stands for; nil when there is something else.
    private func escapedUnit(at index: Int) -> UInt16? {
        guard index + 6 <= count, self[index] == UInt8(ascii: "\\"), self[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        return UInt16(String(decoding: self[index + 2..<index + 6], as: UTF8.self), radix: 16)
    }
}
