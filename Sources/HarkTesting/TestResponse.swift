public import HarkHost

private import struct FoundationEssentials.Data
private import class FoundationEssentials.JSONDecoder

/// A response as its receiver sees it, with or without a socket.
public struct TestResponse: Sendable, Equatable {
    /// The status.
    public let status: HTTPResponse.Status
    /// The header section.
    public let headers: HTTPFields
    /// The whole body.
    public let body: [UInt8]

    /// A response with the given parts.
    public init(status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text, with invalid UTF-8 repaired.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body decoded from JSON.
    /// - Throws: `DecodingError`.
    public func json<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }
}
