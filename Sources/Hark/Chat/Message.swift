/// Something the bot says: a text of one line or several, of at most `limit` bytes, and where it belongs.
///
/// ```swift
/// try await chat.send("\(service) \(version) is live.", to: "#ops")
/// ```
///
/// In a literal, what is interpolated counts as a stranger's text, and is made fit for one line (`ChatText`). A network
/// shows a text without anything that could drive a terminal or imitate another message, and cuts it where its own
/// limit is shorter.
public struct Message: Sendable, Hashable {
    /// Longest text, in bytes of UTF-8; a longer one is cut before a network sees it.
    public static let limit = 16_384

    /// The text.
    public var text: ChatText

    /// The message that begins the thread to speak in, or nil for the room itself.
    public var thread: MessageID?

    /// The message that this one answers.
    public var replyTo: MessageID?

    /// A message.
    public init(_ text: ChatText, thread: MessageID? = nil, replyTo: MessageID? = nil) {
        self.text = text
        self.thread = thread
        self.replyTo = replyTo
    }

    /// A message of a text as it stands, of one line or several.
    @_disfavoredOverload
    public init(_ text: String, thread: MessageID? = nil, replyTo: MessageID? = nil) {
        self.init(ChatText(text), thread: thread, replyTo: replyTo)
    }

    /// The message as networks get it: no longer than `limit`, without endless runs of combining marks.
    var bounded: Message {
        var message = self
        message.text = text.clipped(to: Self.limit)
        return message
    }
}

extension Message: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(ChatText(value)) }

    public init(stringInterpolation: ChatText.Interpolation) {
        self.init(ChatText(stringInterpolation: stringInterpolation))
    }
}

/// Something that a person said where the bot can hear it.
public struct IncomingMessage: Sendable, Hashable {
    /// The text; of an endless run of combining marks the first 30.
    public let text: String

    /// Who said it.
    public let sender: Person

    /// Where.
    public let room: Room

    /// The message that begins the thread it was said in, or nil for the room itself.
    public let thread: MessageID?

    /// The message's own identifier, if the network gives one.
    public let id: MessageID?

    /// Whether it was said to the bot: in a direct talk, or with its name in front, which `text` has no more. It is a
    /// command then without the prefix too.
    public let isAddressed: Bool

    /// A message that was received.
    public init(
        _ text: String, from sender: Person, in room: Room, thread: MessageID? = nil, id: MessageID? = nil,
        isAddressed: Bool = false
    ) {
        self.text = text.boundingMarks
        self.sender = sender
        self.room = room
        self.thread = thread
        self.id = id
        self.isAddressed = isAddressed
    }
}

/// A network's own identifier of a message, unique within a room.
public struct MessageID: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The identifier as the network writes it.
    public let text: String

    /// The message of that identifier.
    public init(_ text: String) { self.text = text }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { text }
}
