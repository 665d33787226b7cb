private import Glibc

/// Measures how slow a listener's pattern can get: a regular expression that can match one text in many ways may need
/// years for a few letters, and cannot be interrupted.
struct PatternTrial {
    /// Most processor time for a text of `ListenerPattern.longestText` bytes.
    static let longest = Duration.milliseconds(250)

    /// Smallest limit for shorter texts: the pattern is not to blame for what the process does besides.
    private static let shortest = Duration.milliseconds(20)

    /// The parts of texts that cause backtracking: one such part repeated, and an end that does not match.
    private static let parts = ["a", "A", "0", " ", "-", ".", "/", "#", "a ", "a-", "a.", "aA0"]
    private static let end = "\u{1}"

    /// Most words of the pattern itself that are also used as parts.
    private static let mostWords = 4

    private let pattern: ListenerPattern
    private let parts: [String]

    /// - Parameter source: the text of the pattern.
    init(_ pattern: ListenerPattern, source: String) {
        self.pattern = pattern
        let words = source.split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }.prefix(Self.mostWords)
        parts = Self.parts + words.map { String($0) }
    }

    /// The first text that takes too long, as its length in bytes and its repeated part; nil if there is none.
    func firstSlowText() -> (length: Int, part: String)? {
        for part in parts {
            // The length grows in small steps, so that no text is tried that takes years.
            var length = 4
            while length <= ListenerPattern.longestText {
                if isSlow(part, length) { return (length, part) }
                length = max(length + 1, length * 5 / 4)
            }
        }
        return nil
    }

    private func isSlow(_ part: String, _ length: Int) -> Bool {
        let text = String(repeating: part, count: max(1, (length - 1) / part.utf8.count)) + Self.end
        let limit = max(Self.shortest, Self.longest * length / ListenerPattern.longestText)
        // Other threads of the process count too: one slow try may be theirs.
        return (1...3).allSatisfy { _ in
            let start = Self.processorTime
            _ = pattern.matches(in: text)
            return Self.processorTime - start > limit
        }
    }

    /// The processor time of the process (clock(3)): unlike the time of day, it does not pass while a busy machine runs
    /// other processes, so that the same pattern is accepted there.
    private static var processorTime: Duration { .microseconds(Int64(clock()) * 1_000_000 / Int64(CLOCKS_PER_SEC)) }
}
