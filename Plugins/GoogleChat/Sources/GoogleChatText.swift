import HarkEvents

/// Text in Google Chat's format (developers.google.com/workspace/chat/format-messages).
enum GoogleChatText {
    /// Most bytes of a message's text.
    static let limit = 32_000

    /// Inserted to prevent mentions, links and other markup, because there are no escapes.
    private static let breaker = "\u{200B}"

    /// A text with one of these is neither bold nor italic.
    private static let marks = "*_~`\n"

    /// A text in the dialect of Google Chat, cut to `limit`.
    static func rendered(_ text: ChatText) -> String { text.rendered(within: .bytes(limit), rendered) }

    private static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text): escaped(text)
        case .strong(let text): ChatText.marked(text, with: "*", unlessContaining: marks, escaping: escaped)
        case .emphasis(let text): ChatText.marked(text, with: "_", unlessContaining: marks, escaping: escaped)
        case .code(let text):
            text.isEmpty ? "" : "`\(code(text))`"
        case .link(let text, let url):
            text == url || text.isEmpty ? target(url) : "<\(target(url))|\(label(text))>"
        case .person(let person):
            if GoogleChat.isOwn(person), isPerson(person.id) { "<\(person.id)>" } else { escaped(person.displayName) }
        }
    }

    /// A text as code; it is not documented whether Google recognises mentions in code.
    private static func code(_ text: String) -> String {
        text.replacing("`", with: "\u{2bb}").replacing("\n", with: " ").replacing("<", with: "<\(breaker)")
    }

    /// The text of a link, which ends at the first `>`.
    private static func label(_ text: String) -> String {
        text.replacing("<", with: "‹").replacing(">", with: "›").replacing("|", with: "¦").replacing("\n", with: " ")
    }

    /// Breaks markup and mentions in a text.
    private static func escaped(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var escaped = ""
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "*", "_", "~", "`":
                // Within a word it is not markup.
                if before?.isASCIIWordPart == true, after?.isASCIIWordPart == true {
                    escaped.unicodeScalars.append(scalar)
                } else {
                    escaped += "\(breaker)\(scalar)\(breaker)"
                }
            case "<": escaped += "<\(breaker)"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// A URL that cannot end its link early.
    private static func target(_ url: String) -> String {
        var target = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case "<": target += "%3C"
            case ">": target += "%3E"
            case "|": target += "%7C"
            case "*": target += "%2A"
            case "`": target += "%60"
            default: target += scalar.properties.isWhitespace ? "%20" : String(scalar)
            }
        }
        return target
    }

    /// Whether a text is the identifier of a person: `users/` and digits.
    static func isPerson(_ text: String) -> Bool {
        text.hasPrefix("users/") && (1...40).contains(text.utf8.count - 6)
            && text.utf8.dropFirst(6).allSatisfy { (0x30...0x39).contains($0) }
    }

    /// Whether a text is the identifier of a space, or of something in one: letters, digits and `/._=-`.
    static func isName(_ text: String) -> Bool {
        text.hasPrefix("spaces/") && (8...300).contains(text.utf8.count) && !text.contains("//") && !text.contains("..")
            && text.utf8.allSatisfy {
                (0x2D...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || $0 == 0x5F || $0 == 0x3D
            }
    }
}
