import HarkEvents

/// What somebody said, as a command of the bot's would be read.
struct TelegramSpeech: Hashable {
    let text: String
    /// Whether it was said to the bot.
    let isAddressed: Bool

    /// What a person sees in a bot's talk before anything else, and its button Start says.
    private static let start = "start"

    /// Reads a message.
    /// - Parameters:
    ///   - message: as Telegram sends it.
    ///   - bot: to whom it is said.
    /// - Returns: nil when there is no text, or when it is a command for another bot.
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

    /// The command with which a text begins, and what follows it. Telegram counts in units of UTF-16
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

/// The bot as Telegram knows it.
struct TelegramBot: Hashable {
    /// Its name without `@`.
    let username: String
    /// What people see.
    let displayName: String

    init(username: String, displayName: String) {
        self.username = username
        self.displayName = displayName
    }

    /// The bot that `getMe` tells of.
    init(_ answer: JSONValue) {
        self.init(
            username: answer["username"]?.stringValue ?? "", displayName: answer["first_name"]?.stringValue ?? "")
    }

    /// Whether that is its name; case has no meaning.
    func isNamed(_ name: Substring) -> Bool { name.lowercased() == username.lowercased() }

    /// What follows the bot's name at the beginning of a text: `@hark_bot status`, `Hark: status`; nil for a text that
    /// does not begin with it.
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
    /// What follows a text at the beginning, in which the case of A to Z has no meaning; nil where it does not begin so.
    fileprivate func dropping(_ beginning: String) -> Substring? {
        let start = utf8.prefix(beginning.utf8.count)
        guard start.elementsEqual(beginning.utf8, by: { $0.lowercased == $1.lowercased }) else { return nil }
        return Substring(utf8[start.endIndex...])
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
