/// One line of chat: a text with a link at the end; and its subject, so that a network can group what belongs together.
///
/// ```swift
/// EventNotification(about: payload.repository.full_name, "\(author) merged pull request #8", link: page)
///     .inThread(of: "acme/rocket#8", isAlsoInRoom: true)
/// ```
public struct EventNotification: Sendable, Hashable {
    /// Longest line, in bytes of UTF-8: IRC allows 512 including its framing (RFC 2812, 2.3).
    public static let limit = 500

    /// The text: no line break, no control character, at most `limit` bytes without its structure.
    public private(set) var content: ChatText

    /// The subject, such as `acme/rocket#8`: messages about one subject in a room form a thread.
    public private(set) var subject: UntrustedText?

    /// Whether it appears in the room too when it is posted in a thread, for news that closes or reopens the matter.
    public private(set) var isAlsoInRoom = false

    /// How good or bad the news is.
    public private(set) var severity: Severity?

    /// The key by which a later notification replaces this one: for example that of a pipeline that is running and then
    /// fails.
    public private(set) var key: MessageKey?

    /// The text without its structure.
    public var text: String { content.plain }

    /// How many question marks stand for fields that the payload lacks.
    public var missingFieldCount: Int { content.missingFieldCount }

    /// The message to send.
    var message: Message {
        Message(
            content, severity: severity, thread: subject.map { .subject($0) }, isAlsoInRoom: isAlsoInRoom,
            replaces: key)
    }

    /// The same notification in the thread about a subject.
    /// - Parameters:
    ///   - subject: the subject, unique among everything that the bot announces; nil for the room itself.
    ///   - isAlsoInRoom: whether it appears in the room too.
    public func inThread(of subject: UntrustedText?, isAlsoInRoom: Bool = false) -> EventNotification {
        var notification = self
        notification.subject = subject
        notification.isAlsoInRoom = isAlsoInRoom
        return notification
    }

    /// The same notification, which says first that it is of a test, unless it does so itself.
    var ofTest: EventNotification {
        guard !text.hasPrefix("test ") else { return self }
        var notification = self
        let marked: ChatText = "test: \(content)"
        guard case .link(let shown, let url)? = marked.spans.last, shown == url else {
            notification.content = marked.clipped(to: Self.limit)
            return notification
        }
        // The words are cut, and never the link.
        var words = ChatText(spans: marked.spans.dropLast()).clipped(to: Self.limit - url.utf8.count)
        words += ChatText.link(url)
        words.missingFieldCount = content.missingFieldCount
        notification.content = words
        return notification
    }

    /// The same notification with a severity.
    public func marked(_ severity: Severity?) -> EventNotification {
        var notification = self
        notification.severity = severity
        return notification
    }

    /// The same notification, replacing an earlier one with this key.
    /// - Parameter key: unique among everything that the bot announces; nil to replace nothing.
    public func replacing(_ key: UntrustedText?) -> EventNotification {
        var notification = self
        notification.key = key.map { MessageKey($0) }
        return notification
    }

    /// Whether it contains nothing but question marks.
    var saysNothing: Bool { missingFieldCount > 0 && !text.unicodeScalars.contains { $0.properties.isAlphabetic } }

    /// A notification. If the words leave too little room for the link, they are cut; the link never is.
    /// - Parameters:
    ///   - words: the text; credentials in it are replaced by `…`.
    ///   - link: left out unless it is an `http` or `https` URL in visible ASCII, of at most 300 bytes, without a
    ///     credential.
    public init(_ words: ChatText, link: UntrustedText? = nil) {
        let words = words.withoutCredentials
        guard let link = link?.verbatim, link.isLink else {
            content = words.clipped(to: Self.limit)
            return
        }
        let shown = words.clipped(to: Self.limit - 1 - link.utf8.count)
        content = "\(shown) \(ChatText.link(link))"
    }

    /// A notification that a webhook was set up or tested: `GitHub says hello to octo/repo`.
    /// - Parameters:
    ///   - host: the provider's name.
    ///   - subject: what the webhook belongs to, such as a repository.
    public static func hello(from host: StaticString, to subject: UntrustedText?) -> EventNotification {
        EventNotification("\(ChatText(host.description)) says hello\(subject, after: " to ")")
    }

    /// A notification whose whole text comes from a stranger.
    /// - Parameters:
    ///   - stranger: the text; it is sanitized.
    ///   - missingFieldCount: how many fields it lacks.
    public init(stranger: UntrustedText, missingFieldCount: Int = 0) {
        var content = ChatText(stranger.sanitized(to: Self.limit))
        content.missingFieldCount = missingFieldCount
        self.content = content
    }

    /// A notification that ends with the payload's link, if there is one.
    public init(_ words: ChatText, link: PayloadView) { self.init(words, link: link.asText) }

    /// The first of these fields that is a valid link; nil if none is.
    public static func link(_ candidates: PayloadView...) -> UntrustedText? {
        candidates.lazy.compactMap(\.asText).first { $0.verbatim.isLink }
    }

    /// A notification that begins with its subject, if it is known: `[octo/repo] ada opened …`.
    public init(about subject: UntrustedText?, _ words: ChatText, link: UntrustedText? = nil) {
        self.init("\(strong: subject, after: "[", before: "] ")\(words)", link: link)
    }

    /// The same, from fields.
    public init(about subject: PayloadView, _ words: ChatText, link: PayloadView) {
        self.init(about: subject.asText, words, link: link.asText)
    }
}

extension String {
    /// Whether the text is valid as a link in a line.
    fileprivate var isLink: Bool {
        utf8.count <= 300
            && (utf8.starts(with: "https://".utf8) || utf8.starts(with: "http://".utf8))
            && utf8.allSatisfy { (0x21...0x7e).contains($0) } && !UntrustedText(bounded: self).holdsCredential
    }
}
