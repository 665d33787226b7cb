/// One line of chat: words, and a link at the end.
struct Line: Sendable {
    /// Longest line, in bytes of UTF-8: IRC takes 512 with its own framing (RFC 2812, 2.3).
    static let limit = 500

    /// The line as it is said: no line break, no control character, at most `limit` bytes.
    let text: String

    /// A line of its own. Words that leave too little room for the link are cut short, the link never is.
    /// - Parameter link: left out of the line unless it is an `http` or `https` URL in visible ASCII, of at most 300 bytes.
    init(_ words: Words, link: String? = nil) {
        guard let link, link.isLink else {
            text = words.text.clipped(to: Self.limit)
            return
        }
        text = "\(words.text.clipped(to: Self.limit - 1 - link.utf8.count)) \(link)"
    }

    /// A line that begins with the repository it is about, if the payload names one: `[octo/repo] ada opened …`.
    init(in repository: Repository?, _ words: Words, link: String? = nil) {
        if let repository {
            self.init("[\(repository.title)] \(words)", link: link)
        } else {
            self.init(words, link: link)
        }
    }
}

extension String {
    /// Whether the text can stand in a line as a link.
    fileprivate var isLink: Bool {
        (hasPrefix("https://") || hasPrefix("http://"))
            && utf8.count <= 300
            && utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
