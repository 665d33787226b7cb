import HarkEvents

/// A channel, and its key where it has one: `#ops` or `#ops key`.
struct IRCChannel: SettingValue, Equatable {
    let name: String
    let key: String?

    static let settingTypeName = "channel"
    /// Keys are in it.
    static let isSecret = true

    init(_ name: String, key: String? = nil) {
        self.name = name
        self.key = key
    }

    init(settingText: String) throws(SettingMismatch) {
        let words = settingText.split(separator: " ").map(String.init)
        guard let name = words.first, words.count <= 2, name.utf8.count > 1, "#&+!".contains(name.prefix(1)),
            words.allSatisfy({ $0.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f } })
        else { throw SettingMismatch(expected: "channels such as #ops, or “#ops key” for one with a key") }
        self.init(name, key: words.count == 2 ? words[1] : nil)
    }

    var settingText: String { name }
}

/// A name that the bot may have.
struct IRCNick: SettingValue, Equatable {
    let text: String

    static let settingTypeName = "nick"

    /// The default nick.
    static let standard = IRCNick("hark")

    private init(_ text: String) { self.text = text }

    init(settingText: String) throws(SettingMismatch) {
        let isLetter = { (byte: UInt8) in
            (0x41...0x7d).contains(byte)
        }
        let isOther = { (byte: UInt8) in (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") }
        guard let first = settingText.utf8.first, isLetter(first), settingText.utf8.count <= 50,
            settingText.utf8.allSatisfy({ isLetter($0) || isOther($0) })
        else { throw SettingMismatch(expected: "a nick of letters, digits and -_[]{}\\`|^, with no digit in front") }
        text = settingText
    }

    var settingText: String { text }
}
