import HarkEvents

/// Text in the common subset of the formats of Slack, Mattermost, Rocket.Chat and Discord, because the receiver is not
/// known.
enum WebhookText {
    /// Longest message, in characters; Slack may split a longer one.
    static let limit = 4000

    /// Longest message for Discord, in characters.
    static let discordLimit = 2000

    /// Longest fallback text, for places where the message cannot be shown, in bytes.
    private static let summaryLimit = 300

    /// Inserted to prevent mentions and links; it is invisible.
    private static let breaker = "\u{200B}"

    /// The body for a message: text, or text beside a bar in the colour of its severity.
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
        case .strong(let text): ChatText.marked(text, with: "*", unlessContaining: "*", escaping: escaped)
        case .emphasis(let text): ChatText.marked(text, with: "_", unlessContaining: "_", escaping: escaped)
        case .code(let text): ChatText.marked(text.replacing("`", with: "\u{2bb}"), with: "`", escaping: escaped)
        case .link(let text, let url):
            text == url || text.isEmpty
                ? "<\(encoded(target(url)))>"
                : "<\(encoded(target(url)))|\(escaped(text.replacing("|", with: "\u{2223}")))>"
        // A webhook cannot mention people.
        case .person(let person): escaped(person.displayName)
        }
    }

    /// A span without structure, for a body without encoding: Slack and Mattermost interpret `<!channel>` and
    /// `<https://…|…>`, so a zero-width character is inserted after each `<` too.
    static func plain(_ span: ChatText.Span) -> String {
        unstructured(span) { text in withoutTags(harmless(text)) }
    }

    /// A span without structure.
    /// - Parameter escape: makes a text safe.
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

    /// A text without mentions and hidden links, for any receiver.
    private static func escaped(_ text: String) -> String { encoded(harmless(text)) }

    /// A text with Slack's three special characters encoded (docs.slack.dev/messaging/formatting-message-text).
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

    /// A text without mentions and Markdown links: a zero-width character is inserted after each `@`, and after each
    /// `]` before `(`.
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

    /// A URL that cannot end its link early, and mentions nobody.
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
