private import Synchronization

/// A listener's parsed regular expression.
final class ListenerPattern: Sendable {
    /// How much of a message is searched, in bytes.
    static let longestText = 1_024

    /// Most distinct matches in one message.
    static let mostMatches = 3

    /// One match.
    struct Match: Hashable, Sendable {
        /// The whole match.
        let text: String
        /// The captures of its groups, or the whole match for a pattern without groups.
        let captures: [String?]
    }

    /// The number of groups.
    let groupCount: Int

    // A regular expression is not Sendable.
    private let expression: Mutex<Regex<AnyRegexOutput>>

    /// Parses a pattern.
    /// - Throws: the error of the regular expression parser.
    init(_ pattern: String) throws {
        let expression = try Regex(pattern)
        // Only a match shows the number of groups; with an empty alternative, the empty string matches.
        groupCount = try Regex("(?:\(pattern))|").prefixMatch(in: "").map { $0.output.count - 1 } ?? 0
        self.expression = Mutex(expression)
    }

    /// The first distinct matches in a text.
    func matches(in text: String) -> [Match] {
        let text = text.utf8.count > Self.longestText ? text.clipped(to: Self.longestText) : text
        return expression.withLock { expression in
            var matches: [Match] = []
            for found in text.matches(of: expression) where matches.count < Self.mostMatches {
                let captures = found.output.dropFirst().map { $0.substring.map(String.init) }
                let whole = String(text[found.range])
                let match = Match(text: whole, captures: captures.isEmpty ? [whole] : captures)
                if !whole.isEmpty, !matches.contains(match) { matches.append(match) }
            }
            return matches
        }
    }
}
