/// A message of the bot: a text of one line or several, of at most `limit` bytes, and where it belongs.
///
/// ```swift
/// try await chat.send("\(service) \(version) is live.", to: "#ops")
/// ```
///
/// Values that are interpolated into a literal count as a stranger's text and are reduced to one line (`ChatText`). A
/// network removes everything that could control a terminal or imitate another message, and cuts the text where its own
/// limit is shorter.
public struct Message: Sendable, Hashable {
    /// Longest text, in bytes of UTF-8; a longer one is cut before a network sees it.
    public static let limit = 16_384

    /// The text.
    public var text: ChatText

    /// How good or bad the news is; nil where that does not apply.
    public var severity: Severity?

    /// The thread to post in, where the network has threads; nil for the room itself.
    public var thread: ThreadKey?

    /// Whether a message in a thread is so important that it should appear in the room too.
    public var isAlsoInRoom: Bool

    /// What the message is about, if a later message can replace it: the first message with a key is sent; a later one
    /// with the same key in the same room edits it where the network can do that, and is sent as a new message
    /// elsewhere.
    public var replaces: MessageKey?

    /// The message that this one answers.
    public var replyTo: MessageID?

    /// The only person who may read it, because of a secret in it; nil for what everyone in the room may read. Such a
    /// message is not stored: it is lost if its network cannot be reached before the bot stops.
    package var recipient: Person?

    /// The text without the people who are mentioned in front of it, which is what a repetition has in common with it;
    /// nil if nobody is.
    package private(set) var unaddressed: ChatText?

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

    /// A message with an unchanged text, of one line or several.
    @_disfavoredOverload
    public init(_ text: String, thread: ThreadKey? = nil, replyTo: MessageID? = nil) {
        self.init(ChatText(text), thread: thread, replyTo: replyTo)
    }

    /// The same message with people mentioned in front of it: `ada, bob: …`.
    func addressed(to people: [Person]) -> Message {
        guard !people.isEmpty else { return self }
        var message = self
        message.unaddressed = text
        message.text = "\(ChatText(people.map { "\($0)" })): \(text)"
        return message
    }

    /// The message in the form that networks get: at most `limit` bytes, without escape sequences of terminals and long
    /// runs of combining marks.
    package var bounded: Message {
        var message = self
        message.text = text.withoutEscapeSequences.clipped(to: Self.limit)
        return message
    }
}

extension Message: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(ChatText(value)) }

    public init(stringInterpolation: ChatText.Interpolation) {
        self.init(ChatText(stringInterpolation: stringInterpolation))
    }
}

/// Which thread of a room a message belongs to.
public enum ThreadKey: Sendable, Hashable {
    /// The thread that starts with this message, whether it exists already or not.
    case message(MessageID)
    /// The thread about a subject, such as `acme/rocket#8`: the first message about the subject in a room starts the
    /// thread, later ones are posted in it. The bot remembers the latest 2,000 subjects.
    case subject(UntrustedText)
}

/// What a message is about, so that a later one can replace it: the pipeline of a commit, an alert.
public struct MessageKey: Sendable, Hashable {
    /// The key, unique among the messages of one plugin in a room.
    public let text: UntrustedText

    /// A key.
    public init(_ text: UntrustedText) { self.text = text }
}

/// The result of sending a message.
public enum Receipt: Sendable, Hashable {
    /// The network has the message; with its identifier if the network gives one.
    case sent(MessageID?)
    /// The network cannot be reached or is busy: the message is sent later.
    case queued

    /// The network's identifier of a message that was sent.
    public var messageID: MessageID? {
        guard case .sent(let id) = self else { return nil }
        return id
    }
}

/// A network's own identifier of a message, unique within a room.
public struct MessageID: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The identifier as the network writes it.
    public let text: String

    /// The message with that identifier.
    public init(_ text: String) { self.text = text }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { text }
}
