import HarkClient
public import HarkEvents

/// A feed's address, and the room for its entries, as the setting writes them: `https://example.org/feed.xml=#news`.
public struct FeedSource: SettingValue, Hashable {
    /// Longest URL, in bytes: it is part of a key of the store.
    static let longestURL = 240

    /// The address.
    let url: String

    /// The room; nil for those of the plugin.
    let room: Room?

    /// Reads an address, with `=` and a room after it where it has its own.
    /// - Throws: `SettingMismatch`.
    public init(settingText: String) throws(SettingMismatch) {
        // A query may have the sign too: what follows the last one is a room if it looks like one.
        let mark = settingText.lastIndex(of: "=")
        let room = mark.flatMap { Room(feedRoom: settingText[settingText.index(after: $0)...]) }
        url = room == nil ? settingText : mark.map { String(settingText[..<$0]) } ?? settingText
        self.room = room
        guard url.utf8.count <= Self.longestURL, url.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            ClientRequest.get(url).server != nil
        else { throw Self.mismatch }
    }

    private static let mismatch = SettingMismatch(
        expected: "a list of http or https URLs of at most \(longestURL) bytes, with rooms where they have their own, "
            + "such as https://example.org/feed.xml=#news; a comma in a URL is written %2C")

    /// Hidden, because the URL of a private feed has a token in it.
    public var settingText: String { "<secret>" }
    public static var settingTypeName: String { "URL[=room]" }
    public static var isSecret: Bool { true }
    public var settingRooms: [Room] { room.map { [$0] } ?? [] }
}

extension Room {
    /// A room with its sign or its network in front: `#news`, `slack:#news`; nil for any other text.
    fileprivate init?(feedRoom text: Substring) {
        guard let room = Room(parameter: String(text)), let first = room.name.unicodeScalars.first else { return nil }
        guard room.network != nil || "#&!@+".unicodeScalars.contains(first) else { return nil }
        self = room
    }
}
