/// Eight bytes of a text, looked at together: in each step of arithmetic, the highest bit of every byte answers a
/// question about that byte (Warren, Hacker's Delight, 6-1).
struct ByteWord {
    /// How many bytes it has.
    static let count = 8

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The bytes, the first one lowest.
    private let bytes: UInt64

    /// The eight bytes that begin at a position. The compiler makes one load of it.
    init(_ text: Span<UInt8>, at position: Int) {
        let part = text.extracting(position..<position + Self.count)
        var bytes: UInt64 = 0
        for index in 0..<Self.count { bytes |= UInt64(part[index]) << UInt64(8 * index) }
        self.bytes = bytes
    }

    /// How many bytes there are before the first that cannot stand in a JSON string as it is: a quotation mark, a
    /// backslash or a control character (RFC 8259, 7).
    var plainCount: Int {
        let special = less(than: 0x20, bytes) | zero(bytes ^ Self.ones * 0x22) | zero(bytes ^ Self.ones * 0x5c)
        // A borrow may set bits above the first that is set rightly, never below it.
        return special.trailingZeroBitCount / 8
    }

    /// Whether one of the first `count` bytes is not ASCII.
    func hasNonASCII(among count: Int) -> Bool {
        let bytes = count < Self.count ? bytes & ((1 << UInt64(8 * count)) - 1) : bytes
        return bytes & Self.highBits != 0
    }

    /// The highest bit of each byte that is zero.
    private func zero(_ bytes: UInt64) -> UInt64 { less(than: 1, bytes) }

    /// The highest bit of each byte that is less than `bound`, which is at most 128.
    private func less(than bound: UInt64, _ bytes: UInt64) -> UInt64 {
        (bytes &- Self.ones * bound) & ~bytes & Self.highBits
    }
}
