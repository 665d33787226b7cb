public import HarkHost
public import HarkStore

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
    /// The stored delivery that the request became or repeated, once it came to rest; nil if it was not stored.
    public var delivery: DeliveryRecord?

    /// A response with the given parts.
    public init(status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// What became of the stored delivery: `OK`, `ignored: …`, or why it failed.
    public var outcome: String? { delivery?.outcome }

    /// The body as text, with invalid UTF-8 repaired.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The body decoded from JSON.
    /// - Throws: `DecodingError`.
    public func json<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }
}
