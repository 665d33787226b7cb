import HarkEvents

/// Text as Teams reads and writes it.
enum TeamsText {
    // MARK: - Written, in cards

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

    // MARK: - Read, in activities

    /// What a person typed, of the HTML that Teams makes of it: without the mention of the bot, which is the first one,
    /// and without markup.
    static func typed(_ html: String) -> String {
        var typed = String.UnicodeScalarView()
        var rest = html.unicodeScalars[...]
        var isBotNamed = false
        var hasTags = true
        while let scalar = rest.first {
            if scalar == "<", hasTags {
                guard let end = rest.firstIndex(of: ">") else {
                    // None ends any more: what is left is looked through once.
                    hasTags = false
                    continue
                }
                let name = tagName(rest[..<end].dropFirst())
                rest = rest[rest.index(after: end)...]
                switch name {
                case "at" where !isBotNamed:
                    isBotNamed = true
                    rest = rest[afterMention(in: rest)...]
                    typed.append(" ")
                case "br", "p", "/p", "div", "/div", "li", "/li": typed.append(" ")
                default: break
                }
            } else if scalar == "&", let (decoded, end) = entity(rest) {
                typed.append(decoded)
                rest = rest[end...]
            } else {
                typed.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return trimmed(typed)
    }

    /// A text without white space around it, and with plain spaces in it.
    private static func trimmed(_ scalars: String.UnicodeScalarView) -> String {
        let spaced: [Unicode.Scalar] = scalars.map { $0 == "\u{A0}" ? " " : $0 }
        var rest = spaced[...]
        while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
        while rest.last?.properties.isWhitespace == true { rest.removeLast() }
        return String(String.UnicodeScalarView(rest))
    }

    /// Where the text goes on after `Name</at>`; at once where the mention has no end.
    private static func afterMention(in rest: Substring.UnicodeScalarView) -> String.Index {
        Substring(rest).firstRange(of: "</at>")?.upperBound ?? rest.startIndex
    }

    /// The name of a tag in lower case, with the `/` of one that ends something: `at` of `at id="0"`.
    private static func tagName(_ tag: Substring.UnicodeScalarView) -> String {
        let isEnd = tag.first == "/"
        let name = tag.dropFirst(isEnd ? 1 : 0).prefix(8).prefix { $0.properties.isAlphabetic }
        return (isEnd ? "/" : "") + String(name).lowercased()
    }

    /// The character that a reference at the start stands for, and where the text goes on; nil where there is none.
    private static func entity(
        _ rest: Substring.UnicodeScalarView
    ) -> (scalar: Unicode.Scalar, end: String.UnicodeScalarView.Index)? {
        guard let end = rest.prefix(12).firstIndex(of: ";") else { return nil }
        let name = String(rest[..<end].dropFirst())
        let scalar: Unicode.Scalar? =
            switch name {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "apos": "'"
            case "nbsp": " "
            case _ where name.hasPrefix("#x") || name.hasPrefix("#X"):
                UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) }
            case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap { Unicode.Scalar($0) }
            default: nil
            }
        return scalar.map { ($0, rest.index(after: end)) }
    }
}
