/// One line of chat: words, and a link at the end; and what it is about, so that a network can show what belongs
/// together.
///
/// ```swift
/// EventNotification(about: payload.repository.full_name, "\(author) merged pull request #8", link: page)
///     .inThread(of: "acme/rocket#8", isAlsoInRoom: true)
/// ```
public struct EventNotification: Sendable, Hashable {
    /// Longest line, in bytes of UTF-8: IRC takes 512 with its own framing (RFC 2812, 2.3).
    public static let limit = 500

    /// What is said: no line break, no control character, at most `limit` bytes without its structure.
    public let content: ChatText

    /// What it is about, such as `acme/rocket#8`: what is said about one thing in a room is one thread.
    public private(set) var subject: UntrustedText?

    /// Whether it is seen in the room too when it is said in a thread: what ends the matter, or begins it again.
    public private(set) var isAlsoInRoom = false

    /// How bad or good the news is.
    public private(set) var severity: Severity?

    /// What a later notification takes the place of an earlier one by: a pipeline that runs, and has failed.
    public private(set) var key: MessageKey?

    /// The line without its structure.
    public var text: String { content.plain }

    /// How many question marks stand in it for fields that the payload lacks.
    public var missingFieldCount: Int { content.missingFieldCount }

    /// The message that says it.
    var message: Message {
        Message(
            content, severity: severity, thread: subject.map { .subject($0) }, isAlsoInRoom: isAlsoInRoom,
            replaces: key)
    }

    /// The same in the thread about something.
    /// - Parameters:
    ///   - subject: what it is about, unique among all that the bot announces; nil for the room itself.
    ///   - isAlsoInRoom: whether it is seen in the room too.
    public func inThread(of subject: UntrustedText?, isAlsoInRoom: Bool = false) -> EventNotification {
        var notification = self
        notification.subject = subject
        notification.isAlsoInRoom = isAlsoInRoom
        return notification
    }

    /// The same with a severity.
    public func marked(_ severity: Severity?) -> EventNotification {
        var notification = self
        notification.severity = severity
        return notification
    }

    /// The same in the place of what was said under this key before.
    /// - Parameter key: unique among all that the bot announces; nil: it replaces nothing.
    public func replacing(_ key: UntrustedText?) -> EventNotification {
        var notification = self
        notification.key = key.map { MessageKey($0) }
        return notification
    }

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
