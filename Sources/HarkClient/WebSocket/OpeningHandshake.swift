internal import HTTPTypes
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
    private let subprotocols: [String]
    private let key: String

    /// A handshake.
    /// - Parameters:
    ///   - headers: the caller's fields; those that belong to the handshake are ignored.
    ///   - nonce: 16 unpredictable bytes.
    init(_ url: WebSocketURL, headers: HTTPFields, subprotocols: [String], nonce: [UInt8]) {
        self.url = url
        self.headers = headers
        self.subprotocols = subprotocols
        key = Data(nonce).base64EncodedString()
    }

    /// The request.
    var request: [UInt8] {
        var fields: HTTPFields = [
            .upgrade: "websocket", .connection: "Upgrade", .secWebSocketKey: key, .secWebSocketVersion: "13",
        ]
        if !subprotocols.isEmpty { fields[.secWebSocketProtocol] = subprotocols.joined(separator: ", ") }
        for field in headers where !Self.ownFields.contains(field.name.canonicalName) { fields.append(field) }
        let lines = fields.map { "\($0.name.rawName): \($0.value)\r\n" }.joined()
        return Array("GET \(url.target) HTTP/1.1\r\nHost: \(url.authority)\r\n\(lines)\r\n".utf8)
    }

    /// Checks the head of a response with status 101, and returns the subprotocol that the server chose.
    /// - Throws: `WebSocketError.notWebSocket`.
    func check(_ head: ResponseHead) throws(WebSocketError) -> String? {
        func fail(_ reason: String) -> WebSocketError { .notWebSocket(url: url.origin, reason: reason) }

        guard head.fields[.upgrade]?.lowercased() == "websocket" else { throw fail("upgrades to something else") }
        let options = (head.fields[.connection] ?? "").lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
        guard options.contains("upgrade") else { throw fail("answers 101 without “Connection: Upgrade”") }
        guard head.fields[.secWebSocketAccept]?.trimmed == Self.accept(key) else {
            throw fail("answers with a wrong Sec-WebSocket-Accept")
        }
        guard head.fields[.secWebSocketExtensions] == nil else { throw fail("uses an extension that was not offered") }
        let chosen = head.fields[.secWebSocketProtocol]?.trimmed
        guard chosen.map(subprotocols.contains) ?? true else { throw fail("uses a subprotocol that was not offered") }
        return chosen
    }

    /// A server's response to a key (RFC 6455, 4.2.2).
    static func accept(_ key: String) -> String {
        Data(HashAlgorithm.sha1.digest(of: Array("\(key)\(suffix)".utf8))).base64EncodedString()
    }
}

extension String {
    /// The text without leading and trailing spaces and tabs.
    fileprivate var trimmed: String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
