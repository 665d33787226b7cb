/// Scans the text of a URL rule from left to right, in bytes of UTF-8.
struct RuleScanner {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The byte at the position, nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The text from `start` to the position.
    func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

    /// Reads the longest run of bytes that the predicate accepts. It must accept all bytes from 0x80 on, or none.
    mutating func read(while accepts: (UInt8) -> Bool) -> String {
        let start = position
        while let next, accepts(next) { position += 1 }
        return text(from: start)
    }

    /// Skips the byte if it is next.
    @discardableResult
    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Skips spaces.
    mutating func skipBlanks() {
        while skip(UInt8(ascii: " ")) {}
    }

    /// A letter, a digit or `_`, in ASCII.
    static func isWordByte(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || byte == UInt8(ascii: "_")
    }
}
