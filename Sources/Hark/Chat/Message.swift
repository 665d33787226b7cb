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

    /// How bad or good the news is; nil where that has no meaning.
    public var severity: Severity?

    /// The thread to speak in, where the network has threads; nil for the room itself.
    public var thread: ThreadKey?

    /// Whether it is important enough to be seen in the room too when it is said in a thread.
    public var isAlsoInRoom: Bool

    /// What the message is about when a later one takes its place: the first message of a key is said, and a later one of
    /// the same key in the same room changes it where the network can, or else is said as well.
    public var replaces: MessageKey?

    /// The message that this one answers.
    public var replyTo: MessageID?

    /// A message.
    public init(
        _ text: ChatText, severity: Severity? = nil, thread: ThreadKey? = nil, isAlsoInRoom: Bool = false,
        replaces: MessageKey? = nil, replyTo: MessageID? = nil
    ) {
        self.text = text
        self.severity = severity
        self.thread = thread
        self.isAlsoInRoom = isAlsoInRoom
        self.replaces = replaces
        self.replyTo = replyTo
    }

    /// A message of a text as it stands, of one line or several.
    @_disfavoredOverload
    public init(_ text: String, thread: ThreadKey? = nil, replyTo: MessageID? = nil) {
        self.init(ChatText(text), thread: thread, replyTo: replyTo)
    }

    /// The message as networks get it: no longer than `limit`, without endless runs of combining marks.
    package var bounded: Message {
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

/// Which thread of a room is meant.
public enum ThreadKey: Sendable, Hashable {
    /// The thread that this message begins, or that is there already.
    case message(MessageID)
    /// The thread about something, such as `acme/rocket#8`: the first message about it in a room begins the thread, later
    /// ones answer in it. The bot remembers the latest 2,000 subjects.
    case subject(UntrustedText)
}

/// What a message is about, so that a later one can take its place: the pipeline of a commit, an alert.
public struct MessageKey: Sendable, Hashable {
    /// The key, unique within what one plugin says in a room.
    public let text: UntrustedText

    /// A key.
    public init(_ text: UntrustedText) { self.text = text }
}

/// What became of a message.
public enum Receipt: Sendable, Hashable {
    /// The network has it; its identifier where the network gives one.
    case sent(MessageID?)
    /// The network cannot be reached, or is busy: the message is sent once it can be.
    case queued

    /// The network's identifier of a message that was sent.
    public var messageID: MessageID? {
        guard case .sent(let id) = self else { return nil }
        return id
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

    /// Whether it was said in a direct talk, which nobody but its sender and the bot hears.
    public let isDirect: Bool

    /// The groups or roles of its sender in that room that the network itself vouches for, such as `op` on IRC or a
    /// role's number on Discord; `HARK_ACCESS` names them.
    public let groups: Set<String>

    /// A message that was received.
    public init(
        _ text: String, from sender: Person, in room: Room, thread: MessageID? = nil, id: MessageID? = nil,
        isAddressed: Bool = false, isDirect: Bool = false, groups: Set<String> = []
    ) {
        self.text = text.boundingMarks
        self.sender = sender
        self.room = room
        self.thread = thread
        self.id = id
        self.isAddressed = isAddressed || isDirect
        self.isDirect = isDirect
        self.groups = groups
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
