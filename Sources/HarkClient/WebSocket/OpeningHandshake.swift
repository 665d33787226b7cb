internal import HTTPTypes
private import HarkHTTP
private import HarkTLS

private import struct FoundationEssentials.Data

/// The request for a WebSocket, and the check of its response (RFC 6455, 4).
struct OpeningHandshake: Sendable {
    /// The constant that is hashed with the key (RFC 6455, 1.3).
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The fields that the handshake sets itself.
    private static let ownFields: Set<String> = [
        "host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol",
        "sec-websocket-extensions", "content-length", "transfer-encoding",
    ]

    private let url: WebSocketURL
    private let headers: HTTPFields
    private let key: String

    /// A handshake.
    /// - Parameters:
    ///   - headers: the caller's fields; those that belong to the handshake are ignored.
    ///   - nonce: 16 unpredictable bytes.
    init(_ url: WebSocketURL, headers: HTTPFields, nonce: [UInt8]) {
        self.url = url
        self.headers = headers
        key = Data(nonce).base64EncodedString()
    }

    /// The request.
    var request: [UInt8] {
        var fields: HTTPFields = [
            .upgrade: "websocket", .connection: "Upgrade", .secWebSocketKey: key, .secWebSocketVersion: "13",
        ]
        for field in headers where !Self.ownFields.contains(field.name.canonicalName) { fields.append(field) }
        let lines = fields.map { "\($0.name.rawName): \($0.value)\r\n" }.joined()
        return Array("GET \(url.target) HTTP/1.1\r\nHost: \(url.authority)\r\n\(lines)\r\n".utf8)
    }

    /// Checks the head of a response with status 101.
    /// - Throws: `WebSocketError.notWebSocket`.
    func check(_ head: ResponseHead) throws(WebSocketError) {
        func fail(_ reason: String) -> WebSocketError { .notWebSocket(url: url.origin, reason: reason) }

        guard head.fields[.upgrade]?.lowercased() == "websocket" else { throw fail("upgrades to something else") }
        let options = (head.fields[.connection] ?? "").lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
        guard options.contains("upgrade") else { throw fail("answers 101 without “Connection: Upgrade”") }
        guard head.fields[.secWebSocketAccept]?.trimmingSpaces.hasSameBytes(as: Self.accept(key)) == true else {
            throw fail("answers with a wrong Sec-WebSocket-Accept")
        }
        guard head.fields[.secWebSocketExtensions] == nil else { throw fail("uses an extension that was not offered") }
        guard head.fields[.secWebSocketProtocol] == nil else { throw fail("uses a subprotocol that was not offered") }
    }

    /// A server's response to a key (RFC 6455, 4.2.2).
    static func accept(_ key: String) -> String {
        Data(HashAlgorithm.sha1.digest(of: Array("\(key)\(suffix)".utf8))).base64EncodedString()
    }
}
