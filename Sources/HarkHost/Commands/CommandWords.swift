/// What somebody typed after the prefix, cut into words as it is asked for them.
struct CommandWords: Sendable {
    private var remaining: Substring

    /// The line without the prefix.
    init(_ text: String) { remaining = text[...].trimmingWhitespace }

    /// Whether nothing is left.
    var isAtEnd: Bool { remaining.isEmpty }

    /// Takes the next word: up to white space, or what stands in double quotes (`\"` and `\\` inside them are escapes).
    mutating func nextWord() -> String? {
        guard let first = remaining.first else { return nil }
        var word = ""
        if first == "\"", let rest = Self.quoted(remaining.dropFirst(), into: &word) {
            remaining = rest.trimmingWhitespace
        } else {
            word = String(remaining.prefix { !$0.isWhitespace })
            remaining = remaining.dropFirst(word.count).trimmingWhitespace
        }
        return word
    }

    /// Takes everything that is left, as it was typed.
    mutating func rest() -> String? {
        guard !remaining.isEmpty else { return nil }
        defer { remaining = "" }
        return String(remaining)
    }

    /// Reads up to the closing quote and returns what follows it, or nil when there is none or no white space follows.
    private static func quoted(_ text: Substring, into word: inout String) -> Substring? {
        var index = text.startIndex
        while index < text.endIndex {
            let character = text[index]
            index = text.index(after: index)
            if character == "\"" {
                let rest = text[index...]
                return rest.first.map(\.isWhitespace) ?? true ? rest : nil
            }
            if character == "\\", index < text.endIndex, text[index] == "\"" || text[index] == "\\" {
                word.append(text[index])
                index = text.index(after: index)
            } else {
                word.append(character)
            }
        }
        word = ""
        return nil
    }
}

extension Substring {
    fileprivate var trimmingWhitespace: Substring {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return self[endIndex...] }
        return self[...last].drop(while: \.isWhitespace)
    }
}
