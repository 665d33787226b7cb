import HarkEvents

/// The identifiers of the bot's own messages.
enum RocketChatMessage {
    /// An identifier in the server's format, which is the same for every attempt to send the message: 17 letters and
    /// digits, from 68 bits of the message's key.
    static func identifier(of message: OutgoingMessage) -> String { String(message.key.prefix(17)) }
}
