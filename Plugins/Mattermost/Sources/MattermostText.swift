import HarkEvents

/// Text in Mattermost's Markdown, which is close to CommonMark
/// (docs.mattermost.com/end-user-guide/collaborate/format-messages.html).
enum MattermostText {
    /// Most code points of a message: the column has 65,535 bytes, and the server counts four for each.
    static let limit = 16_383

    /// Inserted to prevent mentions and links to channels.
    private static let breaker = "\u{200B}"

    /// A text as Markdown, cut to `limit` code points.
    /// - Parameter names: the usernames of mentioned people by identifier; others are shown without being notified.
    static func rendered(_ text: ChatText, names: [String: String] = [:]) -> String {
        text.rendered(within: .scalars(limit)) { rendered($0, names) }
    }

    private static func rendered(_ span: ChatText.Span, _ names: [String: String]) -> String {
        switch span {
        case .plain(let text): escaped(text)
        case .strong(let text): ChatText.marked(text, with: "**", unlessContaining: "*", escaping: escaped)
        case .emphasis(let text): ChatText.marked(text, with: "*", unlessContaining: "*", escaping: escaped)
        case .code(let text): text.isEmpty ? "" : "`\(text.replacing("`", with: "\u{2bb}"))`"
        case .link(let text, let url):
            text == url || text.isEmpty ? "<\(target(url))>" : "[\(escaped(text))](\(target(url)))"
        case .person(let person):
            if Mattermost.isOwn(person), let name = names[person.id] {
                "@\(name)"
            } else {
                escaped(person.displayName)
            }
        }
    }

    /// A URL that cannot end its link early, and contains nothing that means something here.
    private static func target(_ url: String) -> String { ChatText.linkTarget(url, escaping: "@`*") }

    /// A text without markup and mentions.
    private static func escaped(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var escaped = ""
        var isAtLineStart = true
        var number = false
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "\\", "`", "*", "[", "]", "~", "|": escaped += "\\"
            // Within a word it is not markup.
            case "_": if before?.isASCIIWordPart != true || after?.isASCIIWordPart != true { escaped += "\\" }
            // Headings, quotes and lists.
            case "#", ">", "+", "-": if isAtLineStart { escaped += "\\" }
            case ".", ")": if number { escaped += "\\" }
            default: break
            }
            // Four spaces would begin a block of code.
            if scalar == " ", isAtLineStart, index > 0 {
                escaped += "\u{A0}"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
            // An email address mentions nobody.
            if scalar == "@", before?.isASCIIWordPart != true { escaped += breaker }
            number = scalar.isASCIIDigit && (number || isAtLineStart)
            isAtLineStart = scalar == "\n" || isAtLineStart && scalar == " "
        }
        return escaped
    }
}
