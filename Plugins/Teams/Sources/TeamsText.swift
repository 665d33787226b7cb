import HarkEvents

/// Text in Teams' cards.
enum TeamsText {
    /// A span in the Markdown of a text block, which supports bold, italic, lists and links, but no code
    /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
    static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text), .code(let text): escaped(text)
        case .strong(let text): ChatText.marked(text, with: "**", escaping: escaped)
        case .emphasis(let text): ChatText.marked(text, with: "_", escaping: escaped)
        case .link(let text, let url): "[\(escaped(text.isEmpty ? url : text))](\(ChatText.linkTarget(url)))"
        case .person(let person): mention(of: person)?.text ?? escaped(person.displayName)
        }
    }

    /// The people mentioned in a rendered text, as the card lists them: a listed mention that is missing in the text
    /// would keep the card from being shown.
    static func mentions(in text: ChatText, rendered: String) -> [JSONValue] {
        var seen: Set<String> = []
        return text.spans.compactMap { span in
            guard case .person(let person) = span, let mention = mention(of: person),
                rendered.contains(mention.text), seen.insert(mention.text).inserted
            else { return nil }
            return [
                "type": "mention", "text": .string(mention.text),
                "mentioned": ["id": .string(person.id), "name": .string(mention.name)],
            ]
        }
    }

    /// The mention of a person; nil for one whom Teams does not know.
    private static func mention(of person: Person) -> (text: String, name: String)? {
        guard Teams.isOwn(person), isIdentifier(person.id) else { return nil }
        let name = person.displayName.filter { !"<>*_[]()\\&\"".contains($0) }.sanitized(to: 80)
        return name.isEmpty ? nil : ("<at>\(name)</at>", name)
    }

    /// Whether it is a directory identifier: `8-4-4-4-12` hexadecimal digits.
    private static func isIdentifier(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    /// A text without markup and mentions.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "*", "_", "[", "]", "(", ")": escaped += "\\"
            case "\n":
                // Markdown treats a single line break as a space.
                escaped += "\n\n"
                last = scalar
                continue
            // In a card with mentions, `<at>` would start one; a zero-width character prevents that.
            case "a", "A", "/": if last == "<" { escaped += "\u{200B}" }
            case "\t":
                escaped += " "
                last = " "
                continue
            // At the start of a line they would make a list.
            case "-", "+": if last == nil || last == "\n" { escaped += "\\" }
            default: break
            }
            escaped.unicodeScalars.append(scalar)
            last = scalar
        }
        return escaped
    }
}
