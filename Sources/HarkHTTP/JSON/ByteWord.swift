/// Eight bytes of a text that are examined together: after each operation, the highest bit of every byte is the result
/// for that byte (Warren, Hacker's Delight, 6-1).
struct ByteWord {
    /// The number of bytes.
    static let count = 8

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The bytes, with the first one in the lowest bits.
    private let bytes: UInt64

    /// The eight bytes at a position. The compiler turns this into a single load.
    @inline(__always)
    init(_ text: Span<UInt8>, at position: Int) {
        let part = text.extracting(position..<position + Self.count)
        var bytes: UInt64 = 0
        for index in 0..<Self.count { bytes |= UInt64(part[index]) << UInt64(8 * index) }
        self.bytes = bytes
    }

    /// The bytes before the first one that is not allowed in a JSON string unescaped, which is a quotation mark, a
    /// backslash or a control character (RFC 8259, 7): their number, and whether all of them are ASCII.
    var plain: (count: Int, isASCII: Bool) {
        let special = less(than: 0x20, bytes) | zero(bytes ^ Self.ones * 0x22) | zero(bytes ^ Self.ones * 0x5c)
        // A borrow can only set wrong bits above the first correct one.
        let before = ~special & (special &- 1)
        return (special.trailingZeroBitCount / 8, bytes & before & Self.highBits == 0)
    }

    /// The highest bit of each byte that is zero.
    private func zero(_ bytes: UInt64) -> UInt64 { less(than: 1, bytes) }

    /// The highest bit of each byte that is less than `bound`, which is at most 128.
    private func less(than bound: UInt64, _ bytes: UInt64) -> UInt64 {
        (bytes &- Self.ones * bound) & ~bytes & Self.highBits
    }
}
