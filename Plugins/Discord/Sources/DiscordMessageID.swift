import HarkEvents

/// The identifier of a message, with its thread, which is a channel of its own. Written `1234` in a room and
/// `1200/1234` in a thread, so that it can be found from the room.
struct DiscordMessageID: Sendable, Equatable {
    /// The thread; nil for the room itself.
    let thread: String?

    /// The message's identifier within its channel.
    let message: String

    init(_ message: String, thread: String? = nil) {
        self.message = message
        self.thread = thread
    }

    /// Parses the result of `messageID`.
    init(_ id: MessageID) {
        let parts = id.text.split(separator: "/", maxSplits: 1)
        self.init(String(parts.last ?? ""), thread: parts.count == 2 ? String(parts[0]) : nil)
    }

    /// The identifier in the form that the host stores.
    var messageID: MessageID { MessageID(thread.map { "\($0)/\(message)" } ?? message) }
}

extension String {
    /// Whether it is a Discord identifier: up to 20 digits (docs.discord.com/developers/reference#snowflakes).
    var isSnowflake: Bool { (1...20).contains(utf8.count) && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
