import HarkEvents

/// Text in Slack's format (docs.slack.dev/messaging/formatting-message-text).
enum SlackText {
    /// Longest message, in characters; Slack may split a longer one.
    static let limit = 4000

    /// The arguments of a message: its text, or its text beside a bar in the colour of its severity.
    static func arguments(of message: OutgoingMessage) -> JSONObject {
        let text = rendered(message.text)
        guard let color = message.severity?.color else { return ["text": .string(text)] }
        let bar: JSONObject = [
            "color": .string("#\(color)"), "text": .string(text),
            "fallback": .string(rendered(ChatText(message.text.plain))),
            "mrkdwn_in": ["text"],
        ]
        return ["attachments": [.object(bar)]]
    }

    /// A text as mrkdwn, cut to `limit` characters.
    static func rendered(_ text: ChatText) -> String { text.rendered(within: .scalars(limit), rendered) }

    private static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text): escaped(text)
        case .strong(let text): ChatText.marked(text, with: "*", unlessContaining: "*", escaping: escaped)
        case .emphasis(let text): ChatText.marked(text, with: "_", unlessContaining: "_", escaping: escaped)
        case .code(let text):
            ChatText.marked(
                text.replacing("`", with: "\u{2bb}"), with: "`", escaping: withEntities, unmarked: escaped)
        case .link(let text, let url): link(text, to: url)
        case .person(let person):
            Slack.isOwn(person) && person.id.utf8.allSatisfy(\.isIdentifierByte)
                ? "<@\(person.id)>" : escaped(person.displayName)
        }
    }

    /// A link; anything but a web or email link could be a mention, and stays text.
    private static func link(_ text: String, to url: String) -> String {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        guard scheme.utf8.count < url.utf8.count, ["http", "https", "mailto"].contains(scheme) else {
            return escaped(text == url || text.isEmpty ? url : "\(text) (\(url))")
        }
        let target = withEntities(
            url.replacing("|", with: "%7C").replacing("<", with: "%3C").replacing(">", with: "%3E"))
        return text == url || text.isEmpty
            ? "<\(target)>" : "<\(target)|\(escaped(text.replacing("|", with: "\u{2223}")))>"
    }

    /// A text as a person typed it: escapes decoded, and links and channels as they were shown.
    static func typed(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C }) else { return text }
        var typed = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "<") {
            typed += rest[..<start]
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ">") else { break }
            typed += shown(rest[..<end].dropFirst())
            rest = rest[rest.index(after: end)...]
        }
        typed += rest
        return typed.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    }

    /// The shown text of `@U024`, `#C024|ops`, `https://example.org|example.org`.
    private static func shown(_ reference: Substring) -> Substring {
        let parts = reference.split(separator: "|", maxSplits: 1)
        guard let target = parts.first else { return "" }
        let label = parts.count == 2 ? parts[1] : nil
        switch target.first {
        case "#": return label.map { "#\($0)" } ?? target
        case "@", "!": return label ?? target
        default: return target
        }
    }

    /// The text after a mention of the bot at the start; nil if it does not begin with one.
    static func afterMention(of bot: String, in text: String) -> String? {
        let trimmed = text.drop { $0 == " " }
        guard let end = trimmed.firstIndex(of: ">"), trimmed.hasPrefix("<@") else { return nil }
        let mentioned = trimmed[..<end].dropFirst(2).split(separator: "|").first
        guard mentioned == bot[...] else { return nil }
        return String(trimmed[trimmed.index(after: end)...].drop { $0 == ":" || $0 == "," || $0 == " " })
    }
}

extension UInt8 {
    /// Whether Slack's identifiers may contain it: capital letters and digits.
    fileprivate var isIdentifierByte: Bool { (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) }
}
