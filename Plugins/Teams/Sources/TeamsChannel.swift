import HarkEvents

/// The Teams channel of a room: `ops=19:…@thread.tacv2`.
struct TeamsChannel: SettingValue {
    /// The room's name, without `#`.
    let room: String

    /// The channel's identifier.
    let id: String

    init(settingText: String) throws(SettingMismatch) {
        let parts = settingText.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[1].hasPrefix("19:") else {
            throw SettingMismatch(expected: "a room and the identifier of its channel, such as ops=19:…@thread.tacv2")
        }
        room = parts[0].hasPrefix("#") ? String(parts[0].dropFirst()) : parts[0]
        id = parts[1]
    }

    var settingText: String { "\(room)=\(id)" }
    static var settingTypeName: String { "room=channel" }
}
