private import HarkHTTP

/// A message on a WebSocket.
public enum WebSocketMessage: Sendable, Equatable {
    /// A text.
    case text(String)
    /// Bytes.
    case binary([UInt8])
}

/// What a reader gets from the frames.
enum WebSocketEvent: Sendable, Equatable {
    case message(WebSocketMessage)
    case ping([UInt8])
    case pong([UInt8])
    case close(CloseStatus)
}

/// Assembles messages from received bytes (RFC 6455, 5.4 to 5.6).
struct MessageReader: Sendable {
    private let limit: Int
    private var parser: FrameParser
    /// A message whose last fragment has not arrived.
    private var partial: (isText: Bool, bytes: [UInt8])?

    /// A reader for messages of `sender`, each of at most `limit` bytes.
    init(of sender: FrameParser.Sender, limit: Int) {
        self.limit = limit
        parser = FrameParser(of: sender, limit: limit)
    }

    /// Appends bytes as they arrive.
    mutating func append(_ bytes: [UInt8]) { parser.append(bytes) }

    /// The next message or control frame, or nil if more bytes are needed.
    /// - Throws: how the other end violates the protocol; everything after it is invalid.
    mutating func next() throws(WebSocketViolation) -> WebSocketEvent? {
        while let frame = try parser.next() {
            switch frame.opcode {
            case .ping: return .ping(frame.payload)
            case .pong: return .pong(frame.payload)
            case .close: return .close(try CloseStatus(payload: frame.payload))
            case .text, .binary:
                guard partial == nil else { throw .fragment }
                partial = (frame.opcode == .text, frame.payload)
            case .continuation:
                guard let size = partial?.bytes.count else { throw .fragment }
                guard frame.payload.count <= limit - size else { throw .tooLong(limit: limit) }
                partial?.bytes.append(contentsOf: frame.payload)
            }
            if frame.isFinal, let whole = partial.take() { return .message(try Self.message(whole)) }
        }
        return nil
    }

    private static func message(
        _ whole: (isText: Bool, bytes: [UInt8])
    ) throws(WebSocketViolation) -> WebSocketMessage {
        guard whole.isText else { return .binary(whole.bytes) }
        guard let text = String(untrustedUTF8: whole.bytes) else { throw .invalidText }
        return .text(text)
    }
}
