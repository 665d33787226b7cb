import HarkEvents

/// Text in Discord's dialect of Markdown (support.discord.com, “Markdown Text 101”).
enum DiscordText {
    /// The longest text that a bot may send, although the schema says 4,000.
    static let longest = TextLimit.scalars(2000)

    /// The longest description of an embed (docs.discord.com/developers/resources/message#embed-object).
    static let longestEmbed = TextLimit.scalars(4096)

    /// A text as Markdown, cut to a limit.
    static func rendered(_ text: ChatText, within limit: TextLimit) -> String {
        let rendered = text.rendered(within: limit, rendered)
        // Discord treats a message of spaces as empty.
        return rendered.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? "\u{200B}" : rendered
    }

    private static func rendered(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text): escaped(text, linksURLs: true)
        case .strong(let text): ChatText.marked(text, with: "**") { escaped($0, linksURLs: false) }
        case .emphasis(let text): ChatText.marked(text, with: "*") { escaped($0, linksURLs: false) }
        case .code(let text): text.isEmpty ? "" : "`\(text.replacing("`", with: "\u{2CB}"))`"
        case .link(let text, let url): link(text, to: url)
        case .person(let person): mention(of: person) ?? escaped(person.displayName, linksURLs: false)
        }
    }

    /// The mention of a person; nil for one on another network.
    static func mention(of person: Person) -> String? {
        person.id.isSnowflake && Discord.isOwn(person) ? "<@\(person.id)>" : nil
    }

    /// A link without a preview. If its text is a URL, Discord shows it as written, so that it cannot deceive.
    private static func link(_ text: String, to url: String) -> String {
        let target = "<\(ChatText.linkTarget(url))>"
        if text == url || text.isEmpty { return target }
        let shown = escaped(text, linksURLs: false)
        return text.contains("://") ? "\(shown) (\(target))" : "[\(shown)](\(target))"
    }

    /// A text without markup, in which `<@1>`, `<#1>` and `@everyone` are only text.
    /// - Parameter linksURLs: whether URLs stay links, without previews: a backslash inside would break them.
    private static func escaped(_ text: String, linksURLs: Bool) -> String {
        var escaped = ""
        var rest = text.unicodeScalars[...]
        var isLineStart = true
        while let scalar = rest.first {
            if linksURLs, scalar == "h", let url = url(at: rest) {
                escaped += "<\(String(url))>"
                rest = rest[url.endIndex...]
                isLineStart = false
                continue
            }
            switch scalar {
            case "\\", "*", "_", "~", "`", "|", "[", "]", "<", "@": escaped += "\\"
            case "#", "-", ">": if isLineStart { escaped += "\\" }
            default: break
            }
            escaped.unicodeScalars.append(scalar)
            isLineStart = scalar == "\n" || isLineStart && scalar.properties.isWhitespace
            rest.removeFirst()
        }
        return escaped
    }

    /// The `http` or `https` URL at the start of a text, without trailing punctuation.
    private static func url(at text: Substring.UnicodeScalarView) -> Substring.UnicodeScalarView? {
        let schemes = ["http://", "https://"].map(\.unicodeScalars)
        guard let scheme = schemes.first(where: { text.starts(with: $0) }) else { return nil }
        var url = text.prefix { (0x21...0x7E).contains($0.value) && !"<>\"`\\".unicodeScalars.contains($0) }
        while let last = url.last, ".,:;!?)]}'*_~|".unicodeScalars.contains(last) { url.removeLast() }
        return url.count > scheme.count ? url : nil
    }
}
