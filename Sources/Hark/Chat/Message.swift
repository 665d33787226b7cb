/// Something the bot says: a text of one line or several, of at most `limit` bytes, and where it belongs.
///
/// ```swift
/// try await chat.send("\(service) \(version) is live.", to: "#ops")
/// try await chat.send(.markdown("**\(service)** is live."), to: "#ops")
/// ```
///
/// A network shows the text without anything that could drive a terminal or imitate another message, and cuts it where
/// its own limit is shorter.
public struct Message: Sendable, Hashable {
    /// Longest text, in bytes of UTF-8; a longer one is cut before a network sees it.
    public static let limit = 16_384

    /// How the text is meant to be read.
    public enum Format: String, Sendable, Hashable {
        /// As it stands.
        case plain
        /// CommonMark; a network without formatting shows it as it stands.
        case markdown
    }

    /// The words.
    public var text: String

    /// How they are meant to be read.
    public var format: Format

    /// The thread to speak in, by the network's identifier, or nil for the room itself.
    public var thread: String?

    /// The message that this one answers, by the network's identifier.
    public var replyTo: String?

    /// A message.
    public init(_ text: String, format: Format = .plain, thread: String? = nil, replyTo: String? = nil) {
        self.text = text
        self.format = format
        self.thread = thread
        self.replyTo = replyTo
    }

    /// The message as networks get it: no longer than `limit`, without endless runs of combining marks.
    var bounded: Message {
        var message = self
        message.text = text.utf8.count > Self.limit ? text.clipped(to: Self.limit) : text.boundingMarks
        return message
    }

    /// A message in Markdown.
    public static func markdown(_ text: String) -> Message { Message(text, format: .markdown) }
}

extension Message: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(value) }
}

/// Something that a person said where the bot can hear it.
public struct IncomingMessage: Sendable, Hashable {
    /// The words; of an endless run of combining marks the first 30.
    public let text: String

    /// Who said them.
    public let sender: Person

    /// Where.
    public let room: Room

    /// The thread they were said in, by the network's identifier, or nil for the room itself.
    public let thread: String?

    /// The message's own identifier, if the network gives one.
    public let id: String?

    /// A message heard.
    public init(_ text: String, from sender: Person, in room: Room, thread: String? = nil, id: String? = nil) {
        self.text = text.boundingMarks
        self.sender = sender
        self.room = room
        self.thread = thread
        self.id = id
    }
}
