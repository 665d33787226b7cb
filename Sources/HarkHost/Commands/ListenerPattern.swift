private import Synchronization

/// A listener's regular expression, parsed.
final class ListenerPattern: Sendable {
    /// Most bytes of a message that are looked at.
    static let longestText = 1_024

    /// Most different matches of one message.
    static let mostMatches = 3

    /// One match.
    struct Match: Hashable, Sendable {
        /// The whole of it.
        let text: String
        /// What its groups captured, or the whole match for a pattern without groups.
        let captures: [String?]
    }

    /// How many groups it has.
    let groupCount: Int

    // A regular expression is not Sendable.
    private let expression: Mutex<Regex<AnyRegexOutput>>

    /// Parses a pattern.
    /// - Throws: what is wrong with it, as the compiler of regular expressions says it.
    init(_ pattern: String) throws {
        let expression = try Regex(pattern)
        // How many groups it has shows in a match alone: with an empty alternative, nothing matches.
        groupCount = try Regex("(?:\(pattern))|").prefixMatch(in: "").map { $0.output.count - 1 } ?? 0
        self.expression = Mutex(expression)
    }

    /// The first different matches in a text.
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
