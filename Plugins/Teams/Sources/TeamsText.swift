import HarkEvents

/// Text as cards of Teams write it.
enum TeamsText {
    /// A span in the Markdown of a text block, which has bold, italic, lists and links, and nothing for code
    /// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
    static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text), .code(let text): escaped(text)
        case .strong(let text): wrapped(text, in: "**")
        case .emphasis(let text): wrapped(text, in: "_")
        case .link(let text, let url): "[\(escaped(text.isEmpty ? url : text))](\(target(url)))"
        case .person(let person): mention(of: person)?.text ?? escaped(person.displayName)
        }
    }

    /// The people who are mentioned in a rendered text, as the card lists them: a mention without its text in the card
    /// would keep all of it from being shown.
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

    /// How a person is mentioned; nil for one whom Teams does not know.
    private static func mention(of person: Person) -> (text: String, name: String)? {
        guard person.network == nil || person.network == Teams.networkName, isIdentifier(person.id) else { return nil }
        let name = person.displayName.filter { !"<>*_[]()\\&\"".contains($0) }.sanitized(to: 80)
        return name.isEmpty ? nil : ("<at>\(name)</at>", name)
    }

    /// Whether it is an identifier of the directory: `8-4-4-4-12` hexadecimal digits.
    private static func isIdentifier(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    /// A text in which nothing is markup, and which mentions nobody.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "*", "_", "[", "]", "(", ")": escaped += "\\"
            case "\n":
                // A single one is a space to Markdown.
                escaped += "\n\n"
                last = scalar
                continue
            // With a list of mentions beside it, `<at>` begins one; a character of no width keeps it a text.
            case "a", "A", "/": if last == "<" { escaped += "\u{200B}" }
            case "\t":
                escaped += " "
                last = " "
                continue
            case "\u{0}"..."\u{1F}", "\u{7F}": continue
            // At the start of a line they make a list.
            case "-", "+": if last == nil || last == "\n" { escaped += "\\" }
            default: break
            }
            escaped.unicodeScalars.append(scalar)
            last = scalar
        }
        return escaped
    }

    /// A text between two marks, which show only when no space follows the first and none precedes the last.
    private static func wrapped(_ text: String, in mark: String) -> String {
        let inner = escaped(text)
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace
        else { return inner }
        return "\(mark)\(inner)\(mark)"
    }

    /// A URL that cannot end its link early.
    private static func target(_ url: String) -> String {
        var target = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case "(": target += "%28"
            case ")": target += "%29"
            case "<": target += "%3C"
            case ">": target += "%3E"
            case "\\": target += "%5C"
            case "\u{0}"..." ", "\u{7F}": continue
            default: target.unicodeScalars.append(scalar)
            }
        }
        return target
    }
}
