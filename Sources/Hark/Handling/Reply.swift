private import class FoundationEssentials.JSONEncoder

/// What a handler may return: `String` (200, plain text), `Response` (as it is), or an optional of them (nil is an
/// empty 200). A handler that returns nothing at all answers an empty 200 too.
public protocol Reply: Sendable {
    /// The answer to send.
    func response() throws -> Response
}

extension String: Reply {
    public func response() -> Response { .text(self) }
}

extension Response: Reply {
    public func response() -> Response { self }
}

extension Optional: Reply where Wrapped: Reply {
    public func response() throws -> Response { try self?.response() ?? Response() }
}

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
