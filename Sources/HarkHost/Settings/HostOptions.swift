/// The host's own settings.
package struct HostOptions: Sendable {
    /// What a chat command starts with.
    package static let prefixSetting = Setting(
        "HARK_PREFIX",
        default: "!",
        help: "What a chat command starts with."
    ) { prefix throws(SettingMismatch) in
        guard !prefix.isEmpty, !prefix.contains(where: \.isWhitespace) else {
            throw SettingMismatch(expected: "one or more characters without spaces")
        }
    }

    /// The chat networks.
    package static let chatSetting = Setting<[String]>(
        "HARK_CHAT",
        default: [NetworkChoice.automatic],
        help: "Chat networks, the default one first; auto: every network with a setting of its own, else the terminal."
    ) { names throws(SettingMismatch) in
        if names.isEmpty { throw SettingMismatch(expected: "one or more chat networks, or auto") }
    }

    /// Who may give admin commands.
    package static let adminsSetting = Setting<[Person]>(
        "HARK_ADMINS",
        default: [],
        help: "Who may give admin commands, such as slack:U024BE7LH; at the terminal you always can."
    )

    /// Who may give which command where.
    static let accessSetting = Setting<AccessRules?>(
        "HARK_ACCESS",
        help:
            "Who may give which command where, such as: deploy = irc:ada in #ops; * = anyone in #ops. See docs/Chat.md."
    )

    /// The rooms that announcements go to.
    package static let roomsSetting = Setting<[Room]>(
        "HARK_ROOMS",
        default: ["#general"],
        help: "Rooms that announcements go to: #ops, or slack:#ops on a network that is not the default one."
    ) { rooms throws(SettingMismatch) in
        if rooms.isEmpty { throw SettingMismatch(expected: "one or more rooms") }
    }

    /// Which rooms get which notification.
    package static let rulesSetting = Setting<String?>(
        "HARK_RULES",
        help: "Which rooms get which notification, such as: #oncall severity>=critical; see docs/Rules.md."
    )

    /// The people whom notifications concern.
    package static let peopleSetting = Setting<String?>(
        "HARK_PEOPLE",
        help: "Whose accounts are whose, a person a line: ada = github:ada-l slack:U024BE7LH; see docs/People.md."
    )

    /// The rooms in which notifications mention people.
    package static let mentionsSetting = Setting<[Room]>(
        "HARK_MENTIONS",
        default: [],
        help: "Rooms in which notifications mention the people of HARK_PEOPLE whom they concern; all rooms unless set."
    )

    /// Whether faults that are usually warnings keep the bot from starting.
    package static let strictSetting = Setting(
        "HARK_STRICT",
        default: false,
        help:
            """
            Whether unknown HARK_ variables, secrets that are generated, missing or “unsigned”, and open routes keep the \
            bot from starting.
            """
    )

    /// The proxies that are trusted to name the client of a request.
    package static let proxiesSetting = Setting<[ProxyAddress]>(
        "HARK_TRUSTED_PROXIES",
        default: [],
        help: "Proxies whose Forwarded and X-Forwarded-* headers are trusted: addresses, CIDR ranges, or unix."
    )

    /// The bot's URL as senders know it.
    package static let baseURLSetting = Setting<BaseURL?>(
        "HARK_BASE_URL",
        help: "The bot's URL as senders know it, for signatures over URLs; else it is derived from each request."
    )

    /// How often one source may call one route.
    package static let rateLimitSetting = Setting<RateLimit?>(
        "HARK_HTTP_RATE_LIMIT",
        help: "Most requests of one source to one route, such as 60/1m; more are answered 429."
    )

    /// The plugins that the operator wants to leave open.
    package static let openPluginsSetting = Setting<[String]>(
        "HARK_OPEN_PLUGINS",
        default: [],
        help: "Plugins whose open routes anyone may call without authentication: no warning, and no fault when strict."
    )

    /// All of them, for lists.
    package static let declarations: [any SettingDeclaration] =
        [
            prefixSetting, chatSetting, adminsSetting, accessSetting, roomsSetting, rulesSetting, peopleSetting,
            mentionsSetting, strictSetting, proxiesSetting, baseURLSetting, rateLimitSetting, openPluginsSetting,
        ] + StoreOptions.declarations

    let prefix: String
    /// The selected networks by name, the default one first.
    let chat: [String]
    /// Who may give admin commands.
    let admins: [Person]
    let access: AccessRules
    let rooms: [Room]
    let rules: String?
    let people: String?
    let mentionRooms: [Room]
    let isStrict: Bool
    package let proxies: TrustedProxies
    package let baseURL: BaseURL?
    let rateLimit: RateLimit?
    let openPlugins: Set<String>
    package let store: StoreOptions

    /// Takes the values of the settings.
    /// - Throws: `Faults` with the first malformed one; a `SettingsReader` reports all, and leaves them out.
    init(_ settings: Settings) throws(Faults) {
        do throws(SettingFault) {
            prefix = try settings[Self.prefixSetting]
            chat = try settings[Self.chatSetting]
            admins = try settings[Self.adminsSetting]
            access = try settings[Self.accessSetting] ?? AccessRules(rules: [])
            rooms = try settings[Self.roomsSetting]
            rules = try settings[Self.rulesSetting]
            people = try settings[Self.peopleSetting]
            mentionRooms = try settings[Self.mentionsSetting]
            isStrict = try settings[Self.strictSetting]
            proxies = TrustedProxies(try settings[Self.proxiesSetting])
            baseURL = try settings[Self.baseURLSetting]
            rateLimit = try settings[Self.rateLimitSetting]
            openPlugins = Set(try settings[Self.openPluginsSetting].map { $0.lowercased() })
        } catch {
            throw Faults(error)
        }
        store = try StoreOptions(settings)
    }
}
