/// One line of chat: words, and a link at the end.
public struct EventNotification: Sendable, Hashable {
    /// Longest line, in bytes of UTF-8: IRC takes 512 with its own framing (RFC 2812, 2.3).
    public static let limit = 500

    /// What is said: no line break, no control character, at most `limit` bytes without its structure.
    public let content: ChatText

    /// The line without its structure.
    public var text: String { content.plain }

    /// How many question marks stand in it for fields that the payload lacks.
    public var missingFieldCount: Int { content.missingFieldCount }

    /// Whether there is nothing in it but question marks.
    var saysNothing: Bool { missingFieldCount > 0 && !text.unicodeScalars.contains { $0.properties.isAlphabetic } }

    /// A line of its own. Words that leave too little room for the link are cut short, the link never is.
    /// - Parameters:
    ///   - words: what it says.
    ///   - link: left out of the line unless it is an `http` or `https` URL in visible ASCII, of at most 300 bytes.
    public init(_ words: ChatText, link: UntrustedText? = nil) {
        guard let link = link?.verbatim, link.isLink else {
            content = words.clipped(to: Self.limit)
            return
        }
        let shown = words.clipped(to: Self.limit - 1 - link.utf8.count)
        content = "\(shown) \(ChatText.link(link))"
    }

    /// A line that is a stranger's text as a whole.
    /// - Parameters:
    ///   - stranger: the text; it is sanitized.
    ///   - missingFieldCount: how many fields are missing from it.
    public init(stranger: UntrustedText, missingFieldCount: Int = 0) {
        var content = ChatText(stranger.sanitized(to: Self.limit))
        content.missingFieldCount = missingFieldCount
        self.content = content
    }

    /// A line that ends with the link that the payload has, if it has one.
    public init(_ words: ChatText, link: PayloadView) { self.init(words, link: link.asText) }

    /// The first of these fields that a line can have as its link; nil where none can.
    public static func link(_ candidates: PayloadView...) -> UntrustedText? {
        candidates.lazy.compactMap(\.asText).first { $0.verbatim.isLink }
    }

    /// A line that begins with what it is about, if that is known: `[octo/repo] ada opened …`.
    public init(about subject: UntrustedText?, _ words: ChatText, link: UntrustedText? = nil) {
        self.init("\(strong: subject, after: "[", before: "] ")\(words)", link: link)
    }

    /// The same, of fields.
    public init(about subject: PayloadView, _ words: ChatText, link: PayloadView) {
        self.init(about: subject.asText, words, link: link.asText)
    }
}

extension String {
    /// Whether the text can stand in a line as a link.
    fileprivate var isLink: Bool {
        utf8.count <= 300
            && (utf8.starts(with: "https://".utf8) || utf8.starts(with: "http://".utf8))
            && utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
