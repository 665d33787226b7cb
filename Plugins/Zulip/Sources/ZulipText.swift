import HarkEvents

/// Text in Zulip's format (zulip.com/help/format-your-message-using-markdown), a Markdown without escapes.
enum ZulipText {
    /// Longest message, in code points; the server silently cuts a longer one.
    static let limit = 10_000

    /// Inserted to prevent markup.
    private static let breaker = "\u{200B}"

    /// A message as Markdown, cut to `limit` code points, with the symbol of its severity in front.
    static func rendered(_ message: OutgoingMessage) -> String {
        let rendered = message.markedText.rendered(within: .scalars(limit), rendered)
        // Trailing white space is dropped, and an empty message is refused.
        return rendered.allSatisfy(\.isWhitespace) ? "…" : rendered
    }

    private static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text): unmarked(text)
        case .strong(let text): ChatText.marked(text, with: "**", escaping: unmarked)
        case .emphasis(let text): ChatText.marked(text, with: "*", escaping: unmarked)
        case .code(let text): text.isEmpty ? "" : "`\(text.replacing("`", with: "\u{2bb}"))`"
        case .link(let text, let url):
            text == url || text.isEmpty ? target(url) : "[\(label(text))](\(target(url)))"
        case .person(let person):
            if Zulip.isOwn(person), let number = Int(person.id) {
                "@**|\(number)**"
            } else {
                unmarked(person.displayName)
            }
        }
    }

    /// A URL that cannot end its link early, and contains nothing that means something here.
    private static func target(_ url: String) -> String { ChatText.linkTarget(url, escaping: "*`") }

    /// A text without markup and mentions. There are no escapes, so marks are broken up or replaced by similar
    /// characters: asterisks are used in mentions, links to topics and bold text.
    private static func unmarked(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var unmarked = ""
        var isAtLineStart = true
        for (index, scalar) in scalars.enumerated() {
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            // Headings, quotes, lists, tables, code blocks, polls.
            if isAtLineStart, beginsBlock(scalars[index...]) { unmarked += breaker }
            switch scalar {
            case "*": unmarked += "\u{2217}"
            case "`": unmarked += "\u{2bb}"
            default: unmarked.unicodeScalars.append(scalar)
            }
            switch (scalar, after) {
            case ("@", "*"), ("@", "_"), ("]", "("), ("~", "~"), ("$", "$"), ("#", "*"): unmarked += breaker
            // The following text may be the beginning of another part.
            case ("@", nil), ("]", nil), ("~", nil), ("$", nil), ("#", nil): unmarked += breaker
            default: break
            }
            isAtLineStart = scalar == "\n" || isAtLineStart && scalar == " "
        }
        return unmarked
    }

    private static func beginsBlock(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = rest.first else { return false }
        switch first {
        case "#", ">", "-", "+", "|", "/", "~", "=": return true
        case "0"..."9":
            guard let end = rest.first(where: { !("0"..."9").contains($0) }) else { return false }
            return end == "." || end == ")"
        default: return false
        }
    }

    /// The text of a link, without brackets that would end it.
    private static func label(_ text: String) -> String {
        unmarked(text.replacing("[", with: "(").replacing("]", with: ")"))
    }

    /// The text after the bot's name at the start, as in `@**Hark** status`, `@**Hark|99** status` and `hark: status`;
    /// nil if it does not begin with the name.
    static func addressed(_ text: String, to name: String, number: Int) -> String? {
        let text = text.drop { $0.isWhitespace }
        guard !name.isEmpty else { return nil }
        for mention in ["@**\(name)**", "@**\(name)|\(number)**", "@**|\(number)**"] where text.hasPrefix(mention) {
            return rest(of: text.dropFirst(mention.count))
        }
        guard text.prefix(name.count).lowercased() == name.lowercased() else { return nil }
        let rest = text.dropFirst(name.count)
        return rest.first == ":" || rest.first == "," ? Self.rest(of: rest) : nil
    }

    private static func rest(of text: Substring) -> String {
        String(text.drop { $0 == ":" || $0 == "," || $0.isWhitespace })
    }
}
