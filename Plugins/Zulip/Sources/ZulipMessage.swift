import HarkEvents

private import struct FoundationEssentials.Date

/// A message, from events or the API.
struct ZulipMessage: Sendable, Equatable {
    let number: Int
    let sender: Int
    let senderName: String
    let text: String
    /// When the server received it, in seconds since 1970.
    let time: Int
    /// The room, `#ops`, or `@101` for direct messages with a person, `@101+102` with several.
    let room: String
    /// The topic; nil in direct messages.
    let topic: String?

    /// Parses a message; nil if it lacks a number, a sender or a room.
    /// - Parameter bot: the bot's own number, which is in all direct messages.
    init?(_ view: PayloadView, bot: Int) {
        guard let number = view.id.asInt, number > 0, let sender = view.sender_id.asInt,
            let time = view.timestamp.asInt
        else { return nil }
        self.number = number
        self.sender = sender
        self.time = time
        senderName = view.sender_full_name.asText?.sanitized(to: 80) ?? "\(sender)"
        text = view.content.asText?.verbatim ?? ""
        switch view.type.asText?.verbatim {
        case "stream", "channel":
            guard let name = view.display_recipient.asText?.verbatim else { return nil }
            room = ZulipPlace.room(ofChannel: name)
            topic = view.subject.asText?.verbatim ?? ""
        case "private", "direct":
            let people = view.display_recipient.asList.compactMap(\.id.asInt).filter { $0 != bot }.sorted()
            room = "@" + (people.isEmpty ? [sender] : people).map { "\($0)" }.joined(separator: "+")
            topic = nil
        default: return nil
        }
    }

    /// Whether it is a direct message to the bot, or to a group with the bot.
    var isDirect: Bool { topic == nil }

    /// The identifier for replies to it.
    var id: MessageID { topic.map { MessageID("\(number)>\($0)") } ?? MessageID("\(number)") }
}

/// The messages that were received: each is handled once, and none from before the bot's first connection.
struct ReceivedMessages: Sendable {
    private let start: Int
    private var numbers = BoundedSet<Int>(limit: 2000)

    /// - Parameter start: the number of the latest message when the bot first connected.
    init(after start: Int) { self.start = start }

    /// Whether it is new.
    mutating func insert(_ message: ZulipMessage) -> Bool { numbers.insert(message.number) }

    /// Whether a message among older ones may have been missed, and is recent enough.
    func mayHaveMissed(_ message: ZulipMessage, _ clock: BotClock) -> Bool {
        message.number > start && clock.isRecent(Date(timeIntervalSince1970: Double(message.time)))
    }
}
