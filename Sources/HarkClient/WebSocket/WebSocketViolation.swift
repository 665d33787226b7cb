/// How the other end of a WebSocket violates the protocol (RFC 6455).
public enum WebSocketViolation: Error, Sendable, Equatable {
    /// A reserved bit is set, although no extension was negotiated (5.2).
    case reservedBit
    /// A frame has an undefined opcode (5.2).
    case opcode(UInt8)
    /// A server's frame is masked, or a client's is not (5.1).
    case mask
    /// A length is not in its shortest form, or has its first bit set (5.2).
    case length
    /// A control frame is fragmented or longer than 125 bytes (5.5).
    case controlFrame
    /// A message begins inside another one, or a fragment belongs to no message (5.4).
    case fragment
    /// A close frame has a payload of one byte, or a code that must not be sent (5.5.1, 7.4).
    case closeCode
    /// A text is not UTF-8 (8.1).
    case invalidText
    /// A message has more bytes than this.
    case tooLong(limit: Int)

    /// The close code for it.
    public var code: CloseCode {
        switch self {
        case .invalidText: .invalidText
        case .tooLong: .tooLong
        case .reservedBit, .opcode, .mask, .length, .controlFrame, .fragment, .closeCode: .protocolError
        }
    }
}

extension WebSocketViolation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .reservedBit: "A frame has a reserved bit set."
        case .opcode(let opcode): "A frame has the unknown opcode \(opcode)."
        case .mask: "A frame is masked that must not be, or is not masked and must be."
        case .length: "The length of a frame is not written in as few bytes as possible."
        case .controlFrame: "A control frame is fragmented or longer than \(Frame.controlLimit) bytes."
        case .fragment: "The fragments of messages are out of order."
        case .closeCode: "A close frame has an invalid code."
        case .invalidText: "A text is not valid UTF-8."
        case .tooLong(let limit):
            "A message is longer than \(limit) bytes. Raise the message limit if it is to be taken."
        }
    }
}
