/// The text that someone typed after the prefix, split into words on demand.
///
/// Works on scalars, not on characters: finding the boundaries of characters takes quadratic time for a run of
/// combining marks, which anyone in the chat can send.
struct CommandWords: Sendable {
    private var remaining: Substring.UnicodeScalarView

    /// The line without the prefix.
    init(_ text: String) { remaining = text[...].unicodeScalars.trimmingWhitespace }

    /// Whether nothing is left.
    var isAtEnd: Bool { remaining.isEmpty }

    /// Takes the next word: up to white space, or the content of double quotes (`\"` and `\\` inside them are escapes).
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

    /// Takes the rest of the line, unchanged.
    mutating func rest() -> String? {
        guard !remaining.isEmpty else { return nil }
        defer { remaining = remaining[remaining.endIndex...] }
        return String(Substring(remaining))
    }

    /// Reads up to the closing quote and returns the rest of the line after it; nil if there is no closing quote or no
    /// white space follows it.
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
