/// What a frame is for (RFC 6455, 5.2 and 11.8).
enum FrameOpcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Close, ping and pong may appear between the fragments of a message (RFC 6455, 5.5).
    var isControl: Bool { rawValue & 0x8 != 0 }
}

/// One frame, unmasked (RFC 6455, 5.2).
struct Frame: Sendable, Equatable {
    /// Most bytes in a control frame (RFC 6455, 5.5).
    static let controlLimit = 125

    /// Whether it is the last frame of its message.
    var isFinal = true
    var opcode: FrameOpcode
    var payload: [UInt8]

    /// The frame as bytes, with its length in the shortest form.
    /// - Parameter mask: the key with which a client masks: a new, unpredictable one for each frame (RFC 6455, 5.3).
    ///   Nil for a server.
    func encoded(mask: UInt32?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 14)
        bytes.append((isFinal ? 0x80 : 0) | opcode.rawValue)
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        switch payload.count {
        case ...125: bytes.append(maskBit | UInt8(payload.count))
        case ...0xFFFF:
            bytes.append(maskBit | 126)
            bytes.append(contentsOf: UInt16(payload.count).networkOrder)
        default:
            bytes.append(maskBit | 127)
            bytes.append(contentsOf: UInt64(payload.count).networkOrder)
        }
        guard let mask else { return bytes + payload }
        bytes.append(contentsOf: mask.networkOrder)
        bytes.append(contentsOf: Self.masked(payload, with: mask))
        return bytes
    }

    /// Applies or removes a mask, which is the same operation (RFC 6455, 5.3).
    static func masked(_ payload: some Collection<UInt8>, with mask: UInt32) -> [UInt8] {
        let key = mask.networkOrder
        var result: [UInt8] = []
        result.reserveCapacity(payload.count)
        var index = 0
        for byte in payload {
            result.append(byte ^ key[index & 3])
            index += 1
        }
        return result
    }
}

extension FixedWidthInteger {
    /// The bytes of the number, the most significant first.
    var networkOrder: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> Self($0)) }
    }
}
