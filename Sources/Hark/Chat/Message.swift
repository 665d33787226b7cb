/// Something the bot says.
public struct Message: Sendable, Hashable {
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

    /// A message in Markdown.
    public static func markdown(_ text: String) -> Message { Message(text, format: .markdown) }
}

extension Message: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(value) }
}
