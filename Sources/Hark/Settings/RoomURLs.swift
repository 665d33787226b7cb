import HarkClient

/// The rooms of a network with one URL for each room, as a setting writes them: `ops=https://…,dev=https://…`. Anyone
/// who knows such a URL can post in its room, so the URLs are never shown.
///
/// ```swift
/// static let rooms = Setting<RoomURLs>("HARK_PAGER_ROOMS", help: "The rooms and their URLs: ops=https://….")
/// ```
public struct RoomURLs: Sendable {
    /// The names without `#`, in the order written.
    public let names: [String]

    private let urls: [Secret]

    /// The URL of a room, whose name may begin with `#`.
    /// - Throws: `ChatError.noSuchRoom`, with the nearest name.
    public func url(of room: Room) throws(ChatError) -> Secret {
        let name = Self.bareName(room.name)
        // Compared by bytes: two names that look alike are two rooms.
        if let index = names.firstIndex(where: { $0.hasSameBytes(as: name) }) { return urls[index] }
        let shown = name.sanitized(to: 80)
        let hint = Suggestion(for: name, among: names).nearest.map { " Did you mean #\($0)?" } ?? ""
        throw ChatError(
            .noSuchRoom, "No URL is set for the room “\(shown)”; add \(shown)=https://… to the setting.\(hint)")
    }

    /// Scheme, host and port of a room's URL, which may be shown: `https://hooks.example.org`.
    /// - Throws: `ChatError.noSuchRoom`, with the nearest name.
    public func server(of room: Room) throws(ChatError) -> String {
        ClientRequest.get(try url(of: room).reveal()).server ?? "an address that cannot be read"
    }

    /// A room's name without a leading `#`.
    private static func bareName(_ name: String) -> String { name.hasPrefix("#") ? String(name.dropFirst()) : name }
}

/// Pairs separated by commas or line breaks, at least one, each name once. A comma in a URL is written `%2C`.
extension RoomURLs: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        var names: [String] = []
        var urls: [Secret] = []
        for part in settingText.split(whereSeparator: { $0 == "," || $0.isNewline }) {
            let pair = part.trimmingSpaces
            guard !pair.isEmpty else { continue }
            guard let mark = pair.firstIndex(of: "=") else { throw Self.mismatch }
            let name = Self.bareName(String(pair[..<mark].trimmingSpaces))
            let url = String(pair[pair.index(after: mark)...].trimmingSpaces)
            guard Room(parameter: name) != nil, !name.utf8.contains(UInt8(ascii: ":")), Self.isURL(url) else {
                throw Self.mismatch
            }
            guard !names.contains(where: { $0.hasSameBytes(as: name) }) else {
                throw SettingMismatch(expected: "a list in which each room is named once")
            }
            names.append(name)
            urls.append(Secret(url))
        }
        guard !names.isEmpty else { throw Self.mismatch }
        self.names = names
        self.urls = urls
    }

    public var settingText: String { "<secret>" }
    public static var settingTypeName: String { "list of room=URL" }
    public static var isSecret: Bool { true }

    private static let mismatch = SettingMismatch(
        expected: "a list of rooms and URLs such as ops=https://hooks.example.org/1,dev=https://hooks.example.org/2")

    private static func isURL(_ text: String) -> Bool {
        let schemes = ["https://", "http://"]
        guard let scheme = schemes.first(where: { text.hasPrefix($0) }) else { return false }
        return text.utf8.count > scheme.utf8.count && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}
