/// The bot's names.
struct BotNames: Sendable, Hashable {
    private let user: String
    /// The longest first.
    private let names: [String]

    /// - Parameters:
    ///   - user: its identifier.
    ///   - displayName: what others see; nil where it has none.
    init(user: String, displayName: String?) {
        self.user = user
        let names = [displayName, String(user.dropFirst()), MatrixID.localPart(of: user)].compactMap(\.self)
        self.names = names.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
    }

    /// The text after one of the bot's names at the start: `hark: status`, `@hark status`. A name without punctuation
    /// counts if the message mentions the bot, because clients replace the mention with the display name.
    /// - Returns: the rest; nil if the text does not begin with a name.
    func addressed(_ text: String, mentions: [String]) -> String? {
        var rest = text[...].drop { $0 == " " }
        let hasSign = rest.utf8.first == UInt8(ascii: "@")
        if hasSign { rest = rest.dropFirst() }
        for name in names where Self.begins(rest, with: name) {
            let after = rest[rest.utf8.index(rest.startIndex, offsetBy: name.utf8.count)...]
            switch after.utf8.first {
            case UInt8(ascii: ":"), UInt8(ascii: ","): return String(after.dropFirst().drop { $0 == " " })
            case nil, UInt8(ascii: " "), UInt8(ascii: "\n"):
                guard hasSign || mentions.contains(user) else { continue }
                return String(after.drop { $0 == " " || $0 == "\n" })
            default: continue
            }
        }
        return nil
    }

    /// Whether the text begins with a name, ignoring the case of ASCII letters.
    private static func begins(_ text: Substring, with name: String) -> Bool {
        guard text.utf8.count >= name.utf8.count else { return false }
        return zip(text.utf8, name.utf8).allSatisfy { lowercased($0) == lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
