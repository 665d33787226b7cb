public import HTTPTypes
public import HarkHTTP

/// The answer of another server.
public struct ClientResponse: Sendable, Equatable {
    /// The status, with the reason phrase that the server sent.
    public var status: HTTPResponse.Status

    /// The header section. Of a content that came in a coding such as gzip (RFC 9110, 8.4) it has neither
    /// `Content-Encoding` nor `Content-Length`, because `body` is decoded.
    public var headers: HTTPFields

    /// The content, decoded.
    public var body: [UInt8]

    /// An answer with these parts.
    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of JSON, for tests.
    public static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> ClientResponse {
        ClientResponse(
            status: status, headers: [.contentType: "application/json"], body: Array(value.serialized().utf8))
    }

    /// The content as text; bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(untrusted: body) }

    /// The content decoded from JSON, which is bounded as `JSONValue(parsing:)` says.
    /// - Throws: `JSONSyntaxError` when it is not JSON, `DecodingError` when it is not of that type.
    public func json<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONValue(parsing: body).decoded(as: type)
    }
}
