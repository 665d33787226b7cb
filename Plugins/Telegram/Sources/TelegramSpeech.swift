import HarkEvents

/// A person's message, with Telegram's command syntax removed.
struct TelegramSpeech: Hashable {
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

/// The bot's names in Telegram.
struct TelegramBot: Hashable {
    /// Its name without `@`.
    let username: String
    /// The name that people see.
    let displayName: String

    init(username: String, displayName: String) {
        self.username = username
        self.displayName = displayName
    }

    /// The bot in a response of `getMe`.
    init(_ answer: JSONValue) {
        self.init(
            username: answer["username"]?.stringValue ?? "", displayName: answer["first_name"]?.stringValue ?? "")
    }

    /// Whether this is its username, in any case.
    func isNamed(_ name: Substring) -> Bool { name.lowercased() == username.lowercased() }

    /// The text after the bot's name at the start: `@hark_bot status`, `Hark: status`; nil if it does not begin with
    /// the name.
    func afterName(in text: String) -> String? {
        let text = Substring(text.utf8.drop { $0 == UInt8(ascii: " ") })
        if !username.isEmpty, let rest = text.dropping("@\(username)"), rest.utf8.first?.isNameByte != true {
            return Self.withoutMarks(rest)
        }
        if !displayName.isEmpty, let rest = text.dropping(displayName), let mark = rest.utf8.first,
            mark == UInt8(ascii: ":") || mark == UInt8(ascii: ",")
        {
            return Self.withoutMarks(rest)
        }
        return nil
    }

    private static func withoutMarks(_ text: Substring) -> String {
        String(Substring(text.utf8.drop { ":, ".utf8.contains($0) }))
    }
}

extension Substring {
    /// The text after a prefix, ignoring the case of A to Z; nil if it does not begin with it.
    fileprivate func dropping(_ beginning: String) -> Substring? {
        let start = utf8.prefix(beginning.utf8.count)
        guard start.elementsEqual(beginning.utf8, by: { $0.lowercased == $1.lowercased }) else { return nil }
        return Substring(utf8[start.endIndex...])
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
