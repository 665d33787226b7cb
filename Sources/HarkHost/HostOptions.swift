/// The host's own settings.
public struct HostOptions: Sendable {
    /// What a chat command starts with.
    public static let prefixSetting = Setting(
        "HARK_PREFIX",
        default: "!",
        help: "What a chat command starts with."
    ) { prefix throws(SettingMismatch) in
        guard !prefix.isEmpty, !prefix.contains(where: \.isWhitespace) else {
            throw SettingMismatch(expected: "one or more characters without spaces")
        }
    }

    /// Who may give admin commands.
    public static let adminsSetting = Setting<[String]>(
        "HARK_ADMINS",
        default: [],
        help: "Who may give admin commands, by the chat network's identifiers; on the terminal you always may."
    )

    /// The rooms that announcements go to.
    public static let roomsSetting = Setting<[Room]>(
        "HARK_ROOMS",
        default: ["#general"],
        help: "Rooms that announcements go to."
    )

    /// All of them, for lists.
    public static let declarations: [any SettingDeclaration] = [prefixSetting, adminsSetting, roomsSetting]

    /// The host's own settings and those of the given plugins.
    public static func declarations(with plugins: [any Plugin.Type]) -> [any SettingDeclaration] {
        declarations + plugins.flatMap { settings(of: $0) }
    }

    private static func settings<Owner: Plugin>(of plugin: Owner.Type) -> [any SettingDeclaration] {
        plugin.manifest.settings
    }

    let prefix: String
    let admins: Set<String>
    let rooms: [Room]

    init(_ settings: Settings) throws(SettingFault) {
        prefix = try settings[Self.prefixSetting]
        admins = Set(try settings[Self.adminsSetting])
        rooms = try settings[Self.roomsSetting]
    }
}
