/// The known word that is closest to what someone typed.
public struct Suggestion: Sendable {
    /// The closest candidate, or nil if there is none: at most a third of the longer word's characters may differ.
    public let nearest: String?

    /// Compares `text` with every candidate; of equally close ones the first wins. There is no suggestion for a text of
    /// more than 64 characters.
    public init(for text: String, among candidates: [String]) {
        let typed = Array(text.lowercased())
        guard typed.count <= 64 else {
            nearest = nil
            return
        }
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            let word = Array(candidate.lowercased())
            let limit = max(1, max(typed.count, word.count) / 3)
            guard abs(typed.count - word.count) <= limit else { continue }
            let distance = Self.distance(typed, word)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        nearest = best?.word
    }

    /// A question to append to a sentence, such as ` Did you mean github?`; empty if there is no suggestion.
    public var question: String { nearest.map { " Did you mean \($0)?" } ?? "" }

    /// The number of insertions, deletions, substitutions and swaps of neighbours between two words (optimal string
    /// alignment).
    package static func distance(_ first: [Character], _ second: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for row in first.indices {
            var current = [row + 1]
            for column in second.indices {
                let substitution = last[column] + (first[row] == second[column] ? 0 : 1)
                var cost = min(substitution, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }
}
