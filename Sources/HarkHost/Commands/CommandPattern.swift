/// A parsed command pattern: the words that name the command, and its placeholders.
struct CommandPattern: Sendable, Equatable {
    /// One placeholder.
    struct Placeholder: Sendable, Equatable {
        /// The name between the angle brackets.
        let name: String
        /// Whether it may be left out.
        let isOptional: Bool
        /// Whether it takes everything up to the end of the line.
        let isRest: Bool
    }

    /// Why a text is not a valid pattern.
    struct Malformed: Error, Equatable, CustomStringConvertible {
        /// One sentence.
        let description: String
    }

    /// The words that name the command, in lower case.
    let words: [String]

    /// The placeholders that follow them.
    let placeholders: [Placeholder]

    /// Parses a pattern such as `deploy <service> [<version>] <reason...>`.
    /// - Throws: `Malformed` with a sentence that says what to change.
    init(_ text: String) throws(Malformed) {
        var words: [String] = []
        var placeholders: [Placeholder] = []
        for part in text.split(whereSeparator: \.isWhitespace) {
            guard part.contains(where: { "<>[]".contains($0) }) else {
                guard placeholders.isEmpty else {
                    throw Malformed(description: "the word “\(part)” stands after a placeholder; put words first.")
                }
                words.append(part.lowercased())
                continue
            }
            guard let placeholder = Placeholder(part) else {
                throw Malformed(
                    description: "“\(part)” is not a valid placeholder; write <name>, [<name>] or <name...>.")
            }
            if let last = placeholders.last, last.isRest || (last.isOptional && !placeholder.isOptional) {
                throw Malformed(description: "<\(placeholder.name)> cannot stand after <\(last.name)>.")
            }
            if placeholders.contains(where: { $0.name == placeholder.name }) {
                throw Malformed(description: "<\(placeholder.name)> occurs twice; give each its own name.")
            }
            placeholders.append(placeholder)
        }
        guard !words.isEmpty else { throw Malformed(description: "it has no word; start with one to type.") }
        self.words = words
        self.placeholders = placeholders
    }

    /// The words as one phrase.
    var name: String { words.joined(separator: " ") }
}

extension CommandPattern.Placeholder {
    /// Parses `<name>`, `[<name>]`, `<name...>` or `[<name...>]`.
    fileprivate init?(_ part: Substring) {
        var inner = part
        isOptional = inner.hasPrefix("[") && inner.hasSuffix("]")
        if isOptional { inner = inner.dropFirst().dropLast() }
        guard inner.hasPrefix("<"), inner.hasSuffix(">") else { return nil }
        inner = inner.dropFirst().dropLast()
        isRest = inner.hasSuffix("...")
        if isRest { inner = inner.dropLast(3) }
        guard !inner.isEmpty, inner.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }) else {
            return nil
        }
        name = String(inner)
    }
}
