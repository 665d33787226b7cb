/// A message that a person wrote where the bot can read it.
public struct IncomingMessage: Sendable, Hashable {
    /// The text; long runs of combining marks are cut to 30.
    public let text: String

    /// Who wrote it.
    public let sender: Person

    /// The room that it was written in.
    public let room: Room

    /// The message that starts its thread, or nil for the room itself.
    public let thread: MessageID?

    /// The message's own identifier, if the network gives one.
    public let id: MessageID?

    /// Whether it was addressed to the bot: in a direct message, or with the bot's name in front, which `text`
    /// does not contain any more. It is then a command even without the prefix.
    public let isAddressed: Bool

    /// Whether it was written in a direct message, which only its sender and the bot can read.
    public let isDirect: Bool

    /// The groups or roles of its sender in that room that the network itself guarantees, such as `op` on IRC or the
    /// number of a role on Discord; `HARK_ACCESS` names them.
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

extension IncomingMessage {
    /// The text after the bot's name at the start of a message, as in `@hark status` and `hark: status`; nil if it does
    /// not begin with the name. For networks where people are written as `@name`.
    public static func text(of text: String, addressedTo bot: String) -> String? {
        let text = text.drop { $0.isWhitespace }
        let isMention = text.hasPrefix("@")
        let start = isMention ? text.dropFirst() : text
        let name = start.prefix(bot.count)
        guard !bot.isEmpty, name.lowercased() == bot.lowercased() else { return nil }
        let rest = start.dropFirst(bot.count)
        // A name may continue with letters, digits and these characters, and a sentence may end with some of them.
        if let next = rest.first, next.isLetter || next.isNumber || next == "_" || next == "-" { return nil }
        if rest.first == ".", let next = rest.dropFirst().first, !next.isWhitespace { return nil }
        if !isMention, rest.first != ":", rest.first != "," { return nil }
        return String(rest.drop { $0 == ":" || $0 == "," || $0 == "." || $0.isWhitespace })
    }
}
