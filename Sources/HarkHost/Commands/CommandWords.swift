/// What someone typed after the prefix, cut into words as it is asked for them.
///
/// Scalars are looked at, not characters: finding the ends of those takes time quadratic in a run of combining marks,
/// and anyone in the chat may send one.
struct CommandWords: Sendable {
    private var remaining: Substring.UnicodeScalarView

    /// The line without the prefix.
    init(_ text: String) { remaining = text[...].unicodeScalars.trimmingWhitespace }

    /// Whether nothing is left.
    var isAtEnd: Bool { remaining.isEmpty }

    /// Takes the next word: up to white space, or what stands in double quotes (`\"` and `\\` inside them are escapes).
    mutating func nextWord() -> String? {
        guard let first = remaining.first else { return nil }
        var word = String.UnicodeScalarView()
        if first == "\"", let rest = Self.quoted(remaining.dropFirst(), into: &word) {
            remaining = rest.trimmingWhitespace
        } else {
            let end = remaining.firstIndex(where: \.properties.isWhitespace) ?? remaining.endIndex
            word.append(contentsOf: remaining[..<end])
            remaining = remaining[end...].trimmingWhitespace
        }
        return String(word)
    }

    /// Takes everything that is left, as it was typed.
    mutating func rest() -> String? {
        guard !remaining.isEmpty else { return nil }
        defer { remaining = remaining[remaining.endIndex...] }
        return String(Substring(remaining))
    }

    /// Reads up to the closing quote and returns what follows it, or nil when there is none or no white space follows.
    private static func quoted(
        _ text: Substring.UnicodeScalarView,
        into word: inout String.UnicodeScalarView
    ) -> Substring.UnicodeScalarView? {
        var index = text.startIndex
        while index < text.endIndex {
            let scalar = text[index]
            index = text.index(after: index)
            if scalar == "\"" {
                let rest = text[index...]
                if rest.first?.properties.isWhitespace ?? true { return rest }
                break
            }
            if scalar == "\\", index < text.endIndex, text[index] == "\"" || text[index] == "\\" {
                word.append(text[index])
                index = text.index(after: index)
            } else {
                word.append(scalar)
            }
        }
        word = String.UnicodeScalarView()
        return nil
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var trimmingWhitespace: Substring.UnicodeScalarView {
        guard let last = lastIndex(where: { !$0.properties.isWhitespace }) else { return self[endIndex...] }
        return self[...last].drop(while: \.properties.isWhitespace)
    }
}
