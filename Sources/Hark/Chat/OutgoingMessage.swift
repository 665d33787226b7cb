private import Synchronization

/// A message as a network gets it: threads and replies are given by the network's own identifiers.
public struct OutgoingMessage: Sendable, Hashable {
    /// The text, of at most `Message.limit` bytes. The network renders it and cuts it to its own limit.
    public let text: ChatText

    /// How good or bad the news is; nil where that does not apply.
    public let severity: Severity?

    /// The message that starts the thread to post in; nil for the room itself. Never set for a network without threads.
    public let thread: MessageID?

    /// Whether a message in a thread should appear in the room too. Never set for a network without
    /// `.threadsSeenInRoom`.
    public let isAlsoInRoom: Bool

    /// The message that this one answers.
    public let replyTo: MessageID?

    /// The only person who may read it, in the room for direct messages with them; nil for what everyone in the room
    /// may read. A network where somebody else can come to have that room, as a nick on IRC, refuses the message unless
    /// it is still theirs.
    public let recipient: Person?

    /// An idempotency key: it stays the same when this message is sent again because the result of the first attempt is
    /// unknown. 32 hexadecimal digits. A network that supports keys shows the message once.
    public let key: String

    /// A message with a new key.
    public init(
        _ text: ChatText, severity: Severity? = nil, thread: MessageID? = nil, isAlsoInRoom: Bool = false,
        replyTo: MessageID? = nil, recipient: Person? = nil, key: String? = nil
    ) {
        self.text = text
        self.severity = severity
        self.thread = thread
        self.isAlsoInRoom = isAlsoInRoom
        self.replyTo = replyTo
        self.recipient = recipient
        self.key = key ?? Self.newKey()
    }

    /// The text with the symbol of its severity in front, for networks that show no colours.
    public var markedText: ChatText {
        var marked = ChatText(severity?.mark ?? "")
        marked += text
        return marked
    }

    /// A unique key, whose first 16 digits are unique by themselves: some networks take no more of it. It is made of
    /// 128 random bits of this process and a number, because random bits for each message would be two system calls.
    package static func newKey() -> String {
        // Multiplication by an odd number is a bijection, so no key repeats within 2^64 messages.
        let step = keyCount.add(1, ordering: .relaxed).newValue &* 0x9e37_79b9_7f4a_7c15
        return hexadecimal(firstKey &+ step) + processKey
    }

    private static let firstKey = UInt64.random(in: 0 ... .max)
    private static let processKey = hexadecimal(.random(in: 0 ... .max))
    private static let keyCount = Atomic<UInt64>(0)

    /// A number as 16 hexadecimal digits.
    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

/// What the bot adds to a person's message.
public enum Reaction: Sendable, Hashable, CaseIterable {
    /// The command was received and takes some time.
    case seen
    /// The command is done.
    case done
    /// The command failed.
    case failed

    /// The reaction as a character, for networks that take one.
    public var emoji: String {
        switch self {
        case .seen: "👀"
        case .done: "✅"
        case .failed: "❌"
        }
    }

    /// The reaction by name, for networks that take names (Slack, Mattermost; Zulip has other names).
    public var emojiName: String {
        switch self {
        case .seen: "eyes"
        case .done: "white_check_mark"
        case .failed: "x"
        }
    }
}
