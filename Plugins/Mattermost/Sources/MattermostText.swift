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
        case .strong(let text): wrapped(text, in: "**")
        case .emphasis(let text): wrapped(text, in: "*")
        case .code(let text): text.isEmpty ? "" : "`\(text.replacing("`", with: "\u{2bb}"))`"
        case .link(let text, let url):
            text == url || text.isEmpty ? "<\(target(url))>" : "[\(escaped(text))](\(target(url)))"
        case .person(let person):
            if person.isOfMattermost, let name = names[person.id] {
                "@\(name)"
            } else {
                escaped(person.displayName)
            }
        }
    }

    /// A URL that cannot end its link early, and contains nothing that means something here.
    private static func target(_ url: String) -> String { ChatText.linkTarget(url, escaping: "@`*") }

    /// A text between two marks, which only work if there is no space after the first or before the last.
    private static func wrapped(_ text: String, in mark: String) -> String {
        let inner = escaped(text)
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace, !text.contains("*")
        else { return inner }
        return "\(mark)\(inner)\(mark)"
    }

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
            case "_": if before?.isWordPart != true || after?.isWordPart != true { escaped += "\\" }
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
            if scalar == "@", before?.isWordPart != true { escaped += breaker }
            number = scalar.isDigit && (number || isAtLineStart)
            isAtLineStart = scalar == "\n" || isAtLineStart && scalar == " "
        }
        return escaped
    }
}

extension Person {
    /// Whether it is a person of this network.
    var isOfMattermost: Bool { network == nil || network == Mattermost.networkName }
}

extension Unicode.Scalar {
    /// ASCII letters and digits.
    fileprivate var isWordPart: Bool { isASCII && (properties.isAlphabetic || isDigit) }

    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
