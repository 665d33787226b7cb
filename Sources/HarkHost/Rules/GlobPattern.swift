/// A pattern for a text, in which `*` stands for any number of characters. Letters A to Z are compared without case.
struct GlobPattern: Sendable, Hashable {
    /// The pattern as the operator wrote it.
    let text: String

    /// The pattern in lower case.
    private let bytes: [UInt8]

    /// Where the first `*` is; nil for a pattern without one.
    private let firstStar: Int?

    /// A pattern.
    init(_ text: String) {
        self.text = text
        bytes = text.utf8.map(\.asciiLowercased)
        firstStar = bytes.firstIndex(of: Self.star)
    }

    /// Whether it matches every text.
    var matchesEverything: Bool { bytes.allSatisfy { $0 == Self.star } }

    private static let star = UInt8(ascii: "*")

    /// Whether it matches a text, given as bytes in lower case.
    ///
    /// The time is at most proportional to the product of both lengths, which are bounded: only the latest `*` is ever
    /// tried again.
    func matches(_ value: [UInt8]) -> Bool {
        guard let firstStar else { return bytes == value }
        guard value.count >= firstStar else { return false }
        for index in 0..<firstStar where bytes[index] != value[index] { return false }
        var (pattern, position) = (firstStar, firstStar)
        var star = firstStar
        var retry = firstStar
        while position < value.count {
            if pattern < bytes.count, bytes[pattern] == Self.star {
                (star, retry) = (pattern, position)
                pattern += 1
            } else if pattern < bytes.count, bytes[pattern] == value[position] {
                pattern += 1
                position += 1
            } else {
                retry += 1
                (pattern, position) = (star + 1, retry)
            }
        }
        return bytes[pattern...].allSatisfy { $0 == Self.star }
    }
}
