import HarkEvents

/// Text in Rocket.Chat's dialect of Markdown (github.com/RocketChat/Rocket.Chat, packages/message-parser).
enum RocketChatText {
    /// Longest message in UTF-16 code units, the default of the server's `Message_MaxAllowedSize`.
    static let limit = 5000

    /// Inserted to prevent mentions, links and other markup.
    private static let breaker = "\u{200B}"

    /// A text with one of these is neither bold nor italic.
    private static let marks = "*_~`\n"

    /// A text as Markdown, cut to `limit`.
    /// - Parameter names: the usernames of mentioned people by identifier; others are shown without being notified.
    static func rendered(_ text: ChatText, names: [String: String] = [:]) -> String {
        text.rendered(within: .utf16(limit)) { rendered($0, names) }
    }

    private static func rendered(_ span: ChatText.Span, _ names: [String: String]) -> String {
        switch span {
        case .plain(let text): escaped(text)
        case .strong(let text): ChatText.marked(text, with: "*", unlessContaining: marks, escaping: escaped)
        case .emphasis(let text): ChatText.marked(text, with: "_", unlessContaining: marks, escaping: escaped)
        case .code(let text): text.isEmpty ? "" : "`\(code(text))`"
        case .link(let text, let url):
            text == url || text.isEmpty ? target(url) : "[\(label(text))](\(target(url)))"
        case .person(let person):
            if RocketChat.isOwn(person), let name = names[person.id] { "@\(name)" } else { escaped(person.displayName) }
        }
    }

    /// A URL that cannot end its link early, and contains nothing that means something here.
    private static func target(_ url: String) -> String { ChatText.linkTarget(url, escaping: "@`*|") }

    /// A text as code. The server recognises mentions in code as well
    /// (github.com/RocketChat/Rocket.Chat, apps/meteor/app/mentions/lib/MentionsParser.ts).
    private static func code(_ text: String) -> String {
        var code = ""
        var before: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "`": code += "\u{2bb}"
            case "\n": code += " "
            default: code.unicodeScalars.append(scalar)
            }
            if scalar == "@", before?.isASCIIWordPart != true { code += breaker }
            before = scalar
        }
        return code
    }

    /// The text of a link, in which no bracket can end it.
    private static func label(_ text: String) -> String {
        escaped(text.replacing("[", with: "(").replacing("]", with: ")").replacing("\n", with: " "))
    }

    /// A text without markup and mentions. The parser supports few escapes; all other markup is broken with a
    /// zero-width space.
    private static func escaped(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var escaped = ""
        var isAtLineStart = true
        var isNumber = false
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : nil
            let after = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            // The escapes of the parser; within a word some characters are not markup.
            case "*", "~", "`": escaped += "\\"
            case "_": if before?.isASCIIWordPart != true || after?.isASCIIWordPart != true { escaped += "\\" }
            case "#": if before?.isASCIIWordPart != true { escaped += "\\" }
            case ">", "-", "+": if isAtLineStart { escaped += breaker }
            // A list; `[words](target)`; `||hidden||`; TeX.
            case ".", ")": if isNumber { escaped += breaker }
            case "(": if before == "]" { escaped += breaker }
            case "|", "$": if before == scalar { escaped += breaker }
            default: break
            }
            escaped.unicodeScalars.append(scalar)
            switch scalar {
            // An email address mentions nobody.
            case "@": if before?.isASCIIWordPart != true { escaped += breaker }
            // `<target|text>` is a link too; and a backslash must not escape anything.
            case "<", "\\": escaped += breaker
            default: break
            }
            isNumber = scalar.isASCIIDigit && (isNumber || isAtLineStart)
            isAtLineStart = scalar == "\n" || isAtLineStart && scalar == " "
        }
        return escaped
    }
}
