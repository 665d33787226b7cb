import HarkEvents

extension SlackText {
    /// Inserted to prevent quotations and emoji.
    private static let breaker = "\u{200B}"

    /// A text without markup and mentions. Slack only has escapes for `&`, `<` and `>`, so other marks are broken up or
    /// replaced by similar characters, but only where they would be markup: within a word or before a space they are
    /// not.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: \.mayBeMark) else { return text }
        var escaped = ""
        var rest = text.unicodeScalars[...]
        var before: Unicode.Scalar?
        var isAtLineStart = true
        while let scalar = rest.first {
            var part = rest.prefix(1)
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += isAtLineStart ? "\(breaker)&gt;" : "&gt;"
            case "`": escaped += "\u{2bb}"
            case "*", "_", "~":
                part = rest.prefix { $0 == scalar }
                let isOpening =
                    before?.isASCIIWordPart != true && rest[part.endIndex...].first?.properties.isWhitespace != true
                let shown = isOpening ? lookalike(of: scalar) : scalar
                for _ in part { escaped.unicodeScalars.append(shown) }
            case ":": escaped += beginsEmoji(rest, after: before) ? ":\(breaker)" : ":"
            case "h" where before?.isASCIIWordPart != true && url(at: rest) != nil:
                part = url(at: rest) ?? part
                escaped += String(part).replacing("&", with: "&amp;")
            default: escaped.unicodeScalars.append(scalar)
            }
            isAtLineStart = scalar == "\n" || isAtLineStart && scalar.properties.isWhitespace
            before = part.last
            rest = rest[part.endIndex...]
        }
        return escaped
    }

    /// A text without mentions and links; other marks are not markup where it is used, such as in code.
    static func withEntities(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private static func lookalike(of mark: Unicode.Scalar) -> Unicode.Scalar {
        switch mark {
        case "*": "\u{2217}"
        case "_": "\u{2CD}"
        default: "\u{223C}"
        }
    }

    /// Whether a text begins with an emoji name such as `:fire:`. The time `12:30:45` contains none.
    private static func beginsEmoji(_ text: Substring.UnicodeScalarView, after before: Unicode.Scalar?) -> Bool {
        let name = text.dropFirst().prefix { $0.isASCIIWordPart || !$0.isASCII || "_+-'".unicodeScalars.contains($0) }
        guard let first = name.first, text[name.endIndex...].first == ":" else { return false }
        return before?.isASCIIDigit != true || !first.isASCIIDigit
    }

    /// The URL at the start of a text, which Slack turns into a link unchanged: inside it nothing is markup.
    private static func url(at text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        guard let scheme = ["http://", "https://"].map(\.unicodeScalars).first(where: { text.starts(with: $0) }),
            text.dropFirst(scheme.count).first?.isASCIIWordPart == true
        else { return nil }
        var url = text.prefix { (0x21...0x7E).contains($0.value) && !"<>\"`|".unicodeScalars.contains($0) }
        while let last = url.last, ".,:;!?)]}'*_~".unicodeScalars.contains(last) { url.removeLast() }
        return url
    }
}

extension UInt8 {
    /// Whether it is one of `` & < > ` * _ ~ : ``.
    fileprivate var mayBeMark: Bool {
        switch self {
        case 0x26, 0x3C, 0x3E, 0x60, 0x2A, 0x5F, 0x7E, 0x3A: true
        default: false
        }
    }
}
