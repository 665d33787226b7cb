/// A name that a sender chose, compared byte by byte.
///
/// Swift compares and hashes strings by Unicode equivalence, and the time for that grows with the square of a run of
/// combining marks: one name of 200 kB would keep a core busy for many seconds.
struct ByteName: Hashable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func == (one: ByteName, other: ByteName) -> Bool {
        one.text.utf8.count == other.text.utf8.count && one.text.utf8.elementsEqual(other.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            guard count.isMultiple(of: 8) else { continue }
            hasher.combine(word)
            word = 0
        }
        hasher.combine(word)
        hasher.combine(count)
    }
}
