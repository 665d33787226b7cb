import HarkEvents

/// Text with message styling (XEP-0393).
struct XMPPText: Equatable {
    /// Longest body, in bytes: servers close the connection for much longer stanzas, and guarantee 10,000.
    static let limit = 8000

    /// The body of a message.
    let body: String
    /// Whether it contains no styles: it is then sent as unstyled, and no character has to be changed.
    let isPlain: Bool

    /// Prevents a character from starting a style; it is invisible.
    private static let joiner: Character = "\u{2060}"

    init(body: String, isPlain: Bool) {
        self.body = body
        self.isPlain = isPlain
    }

    /// A text as it is sent.
    init(_ text: ChatText, severity: Severity?) {
        var room = Self.limit
        var (body, isPlain) = Self.rendered(text.clipped(to: room), severity)
        while body.utf8.count > Self.limit, room >= 64 {
            room -= max(32, (body.utf8.count - Self.limit) / 2)
            (body, isPlain) = Self.rendered(text.clipped(to: room), severity)
        }
        self.init(body: body.allSatisfy(\.isWhitespace) ? " " : body, isPlain: isPlain)
    }

    private static func rendered(_ text: ChatText, _ severity: Severity?) -> (body: String, isPlain: Bool) {
        var (output, raw) = (severity.map(\.mark) ?? "", severity.map(\.mark) ?? "")
        var isPlain = true
        for span in text.withoutControls.spans {
            let words = shown(span).replacing("\t", with: " ")
            raw += words
            if let sign = directive(of: span), canBeStyled(words, sign, after: output.last) {
                output += "\(sign)\(words)\(sign)"
                isPlain = false
            } else if case .link(let title, let url) = span {
                // A character before the URL would change it.
                if words != url { appendUnstyled(title, to: &output) }
                output += words == url ? url : " <\(url)>"
            } else {
                appendUnstyled(words, to: &output)
            }
        }
        return (withoutTrigger(isPlain ? raw : output), isPlain)
    }

    private static func directive(of span: ChatText.Span) -> Character? {
        switch span {
        case .strong: "*"
        case .emphasis: "_"
        case .code: "`"
        case .plain, .link, .person: nil
        }
    }

    private static func shown(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): text
        // The URL is visible, so that no text can hide it; nothing that could be part of it follows directly.
        case .link(let text, let url): text == url || text.isEmpty ? url : "\(text) <\(url)>"
        case .person(let person): person.displayName
        }
    }

    /// Whether clients would apply the style: its opening directive follows white space, the directives are next to
    /// other characters, and there are none between them.
    private static func canBeStyled(_ text: String, _ directive: Character, after last: Character?) -> Bool {
        guard last?.isWhitespace ?? true, let first = text.first, let end = text.last else { return false }
        return !first.isWhitespace && !end.isWhitespace
            && !text.contains { $0 == directive || $0 == joiner || $0.isNewline }
    }

    /// Appends a text in which nothing starts a style, a quotation or a code block.
    private static func appendUnstyled(_ text: String, to output: inout String) {
        for character in text {
            let last = output.last
            let isAtStart = last?.isWhitespace ?? true
            switch character {
            case "*", "_", "~", "`":
                if isAtStart || last.map({ "*_~`".contains($0) }) ?? true { output.append(joiner) }
            case ">":
                if last?.isNewline ?? true { output.append(joiner) }
            default: break
            }
            output.append(character)
        }
    }

    /// Other bots react to lines that begin with their trigger character, and clients to `/me` (XEP-0245): a stranger's
    /// text must start with neither.
    private static func withoutTrigger(_ text: String) -> String {
        guard let first = text.first, "!./\\$%&;@,?+-=~".contains(first) else { return text }
        return " \(text)"
    }
}
