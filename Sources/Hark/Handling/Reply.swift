private import class FoundationEssentials.JSONEncoder

/// What a handler may return: `String` (200, plain text), `Response` (as it is), `HandlerOutcome`, or an optional of
/// them (nil is an empty 200). A handler that returns nothing at all answers an empty 200 too.
public protocol Reply: Sendable {
    /// How the delivery ended.
    func outcome() throws -> HandlerOutcome
}

extension String: Reply {
    public func outcome() -> HandlerOutcome { .handled(.text(self)) }
}

extension Response: Reply {
    public func outcome() -> HandlerOutcome { .handled(self) }
}

extension HandlerOutcome: Reply {
    public func outcome() -> HandlerOutcome { self }
}

extension Optional: Reply where Wrapped: Reply {
    public func outcome() throws -> HandlerOutcome { try self?.outcome() ?? .handled() }
}

extension Response {
    /// JSON of any encodable value: keys sorted, slashes not escaped, dates as in RFC 3339.
    /// - Throws: what the value's own encoding throws.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return .bytes(Array(try encoder.encode(value)), contentType: "application/json", status: status)
    }
}
