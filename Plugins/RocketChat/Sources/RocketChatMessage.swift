import HarkEvents

/// The identifiers that the bot gives to its own messages.
enum RocketChatMessage {
    /// An identifier as the server makes them, which is the same whenever the message is sent again: 17 letters and
    /// digits, of 68 bits of the message's key.
    static func identifier(of message: OutgoingMessage) -> String { String(message.key.prefix(17)) }
}
