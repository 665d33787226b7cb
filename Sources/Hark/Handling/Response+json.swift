private import class FoundationEssentials.JSONEncoder

extension Response {
    /// JSON of any encodable value: keys sorted, slashes as they are, dates as RFC 3339 writes them.
    /// - Throws: what the value's own encoding throws.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return .bytes(Array(try encoder.encode(value)), contentType: "application/json", status: status)
    }
}
