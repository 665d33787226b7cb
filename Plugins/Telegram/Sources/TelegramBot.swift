import HarkEvents

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
