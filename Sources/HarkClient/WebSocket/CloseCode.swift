private import HarkHTTP

/// Why a WebSocket is closed (RFC 6455, 7.4). Services define codes of their own from 4000 on.
public struct CloseCode: RawRepresentable, Sendable, Hashable {
    /// The number.
    public let rawValue: UInt16

    /// The code with a number, even one that must not be sent.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// 1000: the purpose of the connection is fulfilled.
    public static let normal = CloseCode(rawValue: 1000)
    /// 1002: the other end broke the protocol.
    public static let protocolError = CloseCode(rawValue: 1002)
    /// 1005: the other end gave no code. It is never sent.
    public static let noneGiven = CloseCode(rawValue: 1005)
    /// 1007: a text is not UTF-8.
    public static let invalidText = CloseCode(rawValue: 1007)
    /// 1009: a message is too long.
    public static let tooLong = CloseCode(rawValue: 1009)

    /// Whether it may be sent in a close frame: 1000 to 1003 and 1007 to 1014, which are registered with IANA, and
    /// those of libraries and services, 3000 to 4999 (RFC 6455, 7.4.2).
    public var maySend: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}

/// The content of a close frame (RFC 6455, 5.5.1).
public struct CloseStatus: Sendable, Equatable {
    /// The code; `CloseCode.noneGiven` if the frame was empty.
    public let code: CloseCode

    /// The reason, at most 123 bytes of UTF-8. It is text from a stranger: sanitize it before showing it.
    public let reason: String

    /// A code with a reason.
    public init(code: CloseCode, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// Parses the payload of a close frame.
    init(payload: [UInt8]) throws(WebSocketViolation) {
        guard !payload.isEmpty else {
            self.init(code: .noneGiven)
            return
        }
        guard payload.count >= 2 else { throw .closeCode }
        let code = CloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.maySend else { throw .closeCode }
        guard let reason = String(untrustedUTF8: payload[2...]) else { throw .invalidText }
        self.init(code: code, reason: reason)
    }

    /// The payload of a close frame. A code that must not be sent gives an empty payload, and a reason that is too long
    /// is cut between two scalars.
    var payload: [UInt8] {
        guard code.maySend else { return [] }
        var payload = code.rawValue.networkOrder
        for scalar in reason.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            guard payload.count + bytes.count <= Frame.controlLimit else { break }
            payload += bytes
        }
        return payload
    }
}
