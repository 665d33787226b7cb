import HarkEvents

/// Text in what the dialects of Slack, Mattermost, Rocket.Chat and Discord have in common; it is not known which of
/// them reads it.
enum WebhookText {
    /// Most characters of a message; Slack may break a longer one into several.
    static let limit = 4000

    /// Most characters of a message of Discord's.
    static let discordLimit = 2000

    /// Most bytes of a text that stands in for a message where it cannot be shown.
    private static let summaryLimit = 300

    /// Stands where no mention and no link may begin. It shows nothing.
    private static let breaker = "\u{200B}"

    /// The body that says a message: text, or text beside a bar in the colour of its severity.
    static func body(of message: OutgoingMessage, limit: Int) -> JSONValue {
        let text = message.text.rendered(within: .scalars(limit), rendered)
        guard let color = message.severity?.color else { return ["text": .string(text)] }
        let bar: JSONValue = [
            "color": .string("#\(color)"), "text": .string(text),
            "fallback": .string(
                message.text.rendered(within: .bytes(summaryLimit)) { encoded(unstructured($0, harmless)) }),
            "mrkdwn_in": ["text"],
        ]
        return ["attachments": [bar]]
    }

    private static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text): escaped(text)
        case .strong(let text): wrapped(text, in: "*")
        case .emphasis(let text): wrapped(text, in: "_")
        case .code(let text): wrapped(text.replacing("`", with: "\u{2bb}"), in: "`")
        case .link(let text, let url):
            text == url || text.isEmpty
                ? "<\(encoded(target(url)))>"
                : "<\(encoded(target(url)))|\(escaped(text.replacing("|", with: "\u{2223}")))>"
        // A URL knows nobody.
        case .person(let person): escaped(person.displayName)
        }
    }

    /// A span without structure, for a body in which nothing is encoded: Slack and Mattermost read `<!channel>` and
    /// `<https://…|…>` in it, so a character of no width follows each `<` too.
    static func plain(_ span: ChatText.Span) -> String {
        unstructured(span) { text in withoutTags(harmless(text)) }
    }

    /// A span without structure.
    /// - Parameter escape: makes a text harmless.
    private static func unstructured(_ span: ChatText.Span, _ escape: (String) -> String) -> String {
        switch span {
        case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): escape(text)
        case .link(let text, let url):
            text == url || text.isEmpty ? target(url) : "\(escape(text)) (\(target(url)))"
        case .person(let person): escape(person.displayName)
        }
    }

    private static func withoutTags(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            output.unicodeScalars.append(scalar)
            if scalar == "<" { output += breaker }
        }
        return output
    }

    /// A text that mentions nobody and hides no link, whoever reads it.
    private static func escaped(_ text: String) -> String { encoded(harmless(text)) }

    /// A text without the three characters that have a meaning to Slack
    /// (docs.slack.dev/messaging/formatting-message-text).
    private static func encoded(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E }) else { return text }
        var encoded = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": encoded += "&amp;"
            case "<": encoded += "&lt;"
            case ">": encoded += "&gt;"
            default: encoded.unicodeScalars.append(scalar)
            }
        }
        return encoded
    }

    /// A text without mentions and links of Markdown: a character of no width follows each `@`, and each `]` before
    /// `(`.
    private static func harmless(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "]") }) else { return text }
        var harmless = ""
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if last == "@" || last == "]" && scalar == "(" { harmless += breaker }
            harmless.unicodeScalars.append(scalar)
            last = scalar
        }
        return harmless
    }

    /// A text between two marks, which show only when no space follows the first and none precedes the last.
    private static func wrapped(_ text: String, in mark: String) -> String {
        let inner = escaped(text)
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace, !text.contains(mark)
        else { return inner }
        return "\(mark)\(inner)\(mark)"
    }

    /// A URL that cannot end its link early, and names nobody.
    private static func target(_ url: String) -> String {
        var target = ""
        for scalar in url.unicodeScalars {
            switch scalar {
            case "|": target += "%7C"
            case "<": target += "%3C"
            case ">": target += "%3E"
            case "@": target += "%40"
            case "\u{0}"..." ", "\u{7F}": continue
            default: target.unicodeScalars.append(scalar)
            }
        }
        return target
    }
}
