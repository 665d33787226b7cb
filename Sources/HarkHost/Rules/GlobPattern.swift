/// A pattern for a text, in which `*` stands for any number of characters. Letters A to Z are compared without case.
struct GlobPattern: Sendable, Hashable {
    /// The pattern as the operator wrote it.
    let text: String

    /// The pattern in lower case.
    let bytes: [UInt8]

    /// How many bytes precede the first `*`: all of them in a pattern without one.
    let literalCount: Int

    /// A pattern.
    init(_ text: String) {
        self.text = text
        bytes = text.utf8.map(\.asciiLowercased)
        literalCount = bytes.firstIndex(of: Self.star) ?? bytes.count
    }

    /// Whether it matches every text.
    var matchesEverything: Bool { bytes.allSatisfy { $0 == Self.star } }

    private static let star = UInt8(ascii: "*")

    /// Whether it matches a text, given as bytes in lower case.
    func matches(_ value: Span<UInt8>) -> Bool { Self.matches(bytes.span, literalCount: literalCount, value) }

    /// Whether a pattern, given as `bytes` and `literalCount` of one, matches a text in lower case.
    @inline(__always)
    static func matches(_ pattern: Span<UInt8>, literalCount: Int, _ value: Span<UInt8>) -> Bool {
        let hasStar = literalCount < pattern.count
        guard hasStar ? value.count >= literalCount : value.count == literalCount else { return false }
        // From the end, since names of one owner begin alike.
        var index = literalCount
        while index > 0 {
            index -= 1
            if pattern[index] != value[index] { return false }
        }
        guard hasStar else { return true }
        // Most texts that `*-bot` does not match end with another letter.
        let last = pattern[pattern.count - 1]
        guard last == star || value.count > 0 && value[value.count - 1] == last else { return false }
        return matchesRest(pattern, from: literalCount, value)
    }

    /// Whether the part of a pattern that begins with its first `*` matches the rest of a text.
    ///
    /// The time is at most proportional to the product of both lengths, which are bounded: only the latest `*` is ever
    /// tried again.
    private static func matchesRest(_ bytes: Span<UInt8>, from firstStar: Int, _ value: Span<UInt8>) -> Bool {
        var (pattern, position) = (firstStar, firstStar)
        var (star, retry) = (firstStar, firstStar)
        while position < value.count {
            if pattern < bytes.count, bytes[pattern] == Self.star {
                (star, retry) = (pattern, position)
                pattern += 1
                // Nothing after the `*` has to be found.
                if pattern == bytes.count { return true }
            } else if pattern < bytes.count, bytes[pattern] == value[position] {
                pattern += 1
                position += 1
            } else {
                retry += 1
                (pattern, position) = (star + 1, retry)
            }
        }
        while pattern < bytes.count, bytes[pattern] == Self.star { pattern += 1 }
        return pattern == bytes.count
    }
}
