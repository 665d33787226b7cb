public import HTTPTypes
public import HarkHTTP

/// The response of another server.
public struct ClientResponse: Sendable, Equatable {
    /// The status, with the reason phrase that the server sent.
    public var status: HTTPResponse.Status

    /// The header section. If the content was encoded, for example with gzip (RFC 9110, 8.4), it contains neither
    /// `Content-Encoding` nor `Content-Length`, because `body` is decoded.
    public var headers: HTTPFields

    /// The content, decoded.
    public var body: [UInt8]

    /// A response with the given parts.
    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A response with JSON, for tests.
    public static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> ClientResponse {
        ClientResponse(
            status: status, headers: [.contentType: "application/json"], body: Array(value.serialized().utf8))
    }

    /// The content as text; bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(untrusted: body) }

    /// The content decoded from JSON, within the limits of `JSONValue(parsing:)`.
    /// - Throws: `JSONSyntaxError` if it is not JSON, `DecodingError` if it does not decode to that type.
    public func json<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONValue(parsing: body).decoded(as: type)
    }
}
