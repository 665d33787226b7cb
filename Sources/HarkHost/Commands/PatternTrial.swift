/// Tries how long a listener's pattern takes at worst: a regular expression that can match one text in many ways may need
/// years for a few letters, and nothing can stop it then.
struct PatternTrial {
    /// Longest time that a text of `ListenerPattern.longestText` bytes may take.
    static let longest = Duration.milliseconds(250)

    /// Longest time that a shorter one may take: a machine that does something else meanwhile is no fault of the pattern.
    private static let shortest = Duration.milliseconds(20)

    /// What texts consist of that make patterns go back and try again: one such part over and over, and an end that does
    /// not match.
    private static let parts = ["a", "A", "0", " ", "-", ".", "/", "#", "a ", "a-", "a.", "aA0"]
    private static let end = "\u{1}"

    /// Most words of the pattern itself that are tried as well.
    private static let mostWords = 4

    private let pattern: ListenerPattern
    private let parts: [String]
    private let clock: BotClock

    /// - Parameter source: the text of the pattern.
    init(_ pattern: ListenerPattern, source: String, clock: BotClock) {
        self.pattern = pattern
        self.clock = clock
        let words = source.split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }.prefix(Self.mostWords)
        parts = Self.parts + words.map { String($0) }
    }

    /// How many bytes of what part take too long; nil when none was found.
    func firstSlowText() -> (length: Int, part: String)? {
        for part in parts {
            // Each length is little more than the one before: one that takes years is not tried.
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
        // The machine may have been busy once.
        return (1...3).allSatisfy { _ in
            let start = clock.steady
            _ = pattern.matches(in: text)
            return clock.steady - start > limit
        }
    }
}
