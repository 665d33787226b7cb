import HarkEvents

/// A person's message, with Telegram's command syntax removed.
struct TelegramMessage: Hashable {
    let text: String
    /// Whether it was addressed to the bot.
    let isAddressed: Bool

    /// The command of the button Start, with which a conversation with a bot begins.
    private static let start = "start"

    /// Parses a message.
    /// - Parameters:
    ///   - message: the message from Telegram.
    ///   - bot: the bot that it may be addressed to.
    /// - Returns: nil if there is no text, or it is a command for another bot.
    init?(_ message: JSONValue, to bot: TelegramBot) {
        guard let text = (message["text"] ?? message["caption"])?.stringValue else { return nil }
        let entities = message["entities"] ?? message["caption_entities"]
        if let (command, rest) = Self.command(in: text, entities) {
            let parts = command.dropFirst().split(separator: "@", maxSplits: 1)
            guard let name = parts.first else { return nil }
            if parts.count == 2, !bot.isNamed(parts[1]) { return nil }
            self.text = name.lowercased() == Self.start ? "whereami" : name + rest
            isAddressed = true
        } else if let rest = bot.afterName(in: text) {
            self.text = rest
            isAddressed = true
        } else {
            self.text = text
            isAddressed = message["chat"]?["type"]?.stringValue == "private"
        }
    }

    /// The command at the start of a text, and the rest. Telegram counts in UTF-16 code units
    /// (core.telegram.org/bots/api#messageentity).
    private static func command(in text: String, _ entities: JSONValue?) -> (command: String, rest: String)? {
        guard let entity = entities?[0], entity["type"]?.stringValue == "bot_command",
            entity["offset"]?.intValue == 0, let length = entity["length"]?.intValue, length > 1,
            length <= text.utf16.count, let command = String(text.utf16.prefix(length)),
            let rest = String(text.utf16.dropFirst(length)), command.hasPrefix("/")
        else { return nil }
        return (command, rest)
    }
}
