/// Splits received bytes into frames (RFC 6455, 5.2). It buffers at most one frame and the bytes that were read with
/// it.
struct FrameParser: Sendable {
    /// Which end sends the frames.
    enum Sender: Sendable {
        /// It masks every frame.
        case client
        /// It masks none.
        case server
    }

    private let sender: Sender
    private let limit: Int
    private var buffer: [UInt8] = []
    /// The start of the next frame in the buffer.
    private var start = 0

    /// A parser for frames of `sender`, with payloads of at most `limit` bytes.
    init(of sender: Sender, limit: Int) {
        self.sender = sender
        self.limit = limit
    }

    /// Appends bytes as they arrive.
    mutating func append(_ bytes: [UInt8]) {
        if start == buffer.count {
            // The memory of a long message is released.
            buffer.removeAll(keepingCapacity: buffer.capacity <= 65_536)
            start = 0
        } else if start >= buffer.count / 2 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next frame, or nil if more bytes are needed.
    /// - Throws: a violation as soon as the header shows it, before the payload arrives. Everything after it is
    ///   invalid.
    mutating func next() throws(WebSocketViolation) -> Frame? {
        guard buffer.count - start >= 2 else { return nil }
        let (first, second) = (buffer[start], buffer[start + 1])
        guard first & 0x70 == 0 else { throw .reservedBit }
        guard let opcode = FrameOpcode(rawValue: first & 0x0F) else { throw .opcode(first & 0x0F) }
        let isMasked = second & 0x80 != 0
        guard isMasked == (sender == .client) else { throw .mask }
        let isFinal = first & 0x80 != 0
        let shortLength = Int(second & 0x7F)
        if opcode.isControl {
            guard isFinal, shortLength <= Frame.controlLimit else { throw .controlFrame }
        }

        guard let (length, lengthEnd) = try payloadLength(shortLength) else { return nil }
        guard length <= limit || opcode.isControl else { throw .tooLong(limit: limit) }
        let payloadStart = lengthEnd + (isMasked ? 4 : 0)
        guard buffer.count - payloadStart >= length else { return nil }
        let payload = buffer[payloadStart..<(payloadStart + length)]
        let mask = UInt32(truncatingIfNeeded: number(in: lengthEnd..<payloadStart))
        start = payloadStart + length
        return Frame(
            isFinal: isFinal, opcode: opcode, payload: isMasked ? Frame.masked(payload, with: mask) : Array(payload))
    }

    /// The length of the payload and the end of the length field in the buffer, or nil if it is incomplete.
    private func payloadLength(_ short: Int) throws(WebSocketViolation) -> (length: Int, end: Int)? {
        let width = short == 126 ? 2 : short == 127 ? 8 : 0
        let end = start + 2 + width
        guard buffer.count >= end else { return nil }
        guard width > 0 else { return (short, end) }
        let length = number(in: (start + 2)..<end)
        guard length > (width == 2 ? 125 : 0xFFFF), let length = Int(exactly: length) else { throw .length }
        return (length, end)
    }

    private func number(in range: Range<Int>) -> UInt64 {
        buffer[range].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
