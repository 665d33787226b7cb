import HarkEvents

/// The channels and threads that the bot knows of, by name and by identifier. Names are not unique: two servers have
/// their `#general`, and so may two categories of one.
struct ChannelTable: Sendable {
    /// A channel of a server (docs.discord.com/developers/resources/channel#channel-object).
    struct Channel: Sendable, Equatable {
        let id: String
        let guild: String?
        let name: String
        /// The channel that a thread belongs to; nil for what is no thread.
        let parent: String?
        /// Whether people write in it, or in its posts; false for a category.
        let isRoom: Bool
    }

    /// What a name comes to.
    enum Match: Equatable {
        case one(String)
        /// Several, as they can be named instead.
        case several([String])
        /// It is to be said which of these servers is meant.
        case unclear(servers: [String])
        case none(nearest: String?)
    }

    /// Most servers, and most channels and threads, that are kept.
    private static let mostChannels = 10_000

    /// Most names among which the nearest is looked for.
    private static let mostCandidates = 1000

    /// The server of names without one, by name or identifier; nil for the only one that the bot is in.
    private let home: String?
    private var guilds: [String: String] = [:]
    private var channels: [String: Channel] = [:]
    /// Names that were looked up, until something changes.
    private var matches: [String: Match] = [:]

    init(home: String? = nil) { self.home = home }

    subscript(_ id: String) -> Channel? { channels[id] }

    /// The server's name.
    mutating func learn(guild: String, name: String) {
        guard guilds[guild] != name, guilds.count < Self.mostChannels else { return }
        guilds[guild] = name
        matches = [:]
    }

    /// A channel or a thread. When there are too many, threads give way to channels.
    mutating func learn(_ channel: Channel) {
        guard channels[channel.id] != channel else { return }
        if channels[channel.id] == nil, channels.count >= Self.mostChannels {
            channels = channels.filter { $0.value.parent == nil }
            guard channels.count < Self.mostChannels else { return }
        }
        channels[channel.id] = channel
        if channel.parent == nil { matches = [:] }
    }

    mutating func forget(_ id: String) {
        if channels.removeValue(forKey: id)?.parent == nil { matches = [:] }
    }

    mutating func forget(guild: String) {
        guilds[guild] = nil
        channels = channels.filter { $0.value.guild != guild }
        matches = [:]
    }

    /// Finds `#ops` or `ops` in the only server, or in that of the names without one; or `guild/#ops` with the name or the
    /// identifier of a server.
    mutating func match(_ name: String) -> Match {
        if let known = matches[name] { return known }
        let match = find(name)
        if matches.count < Self.mostCandidates { matches[name] = match }
        return match
    }

    private func find(_ name: String) -> Match {
        var (guild, bare): (Substring?, Substring) = (nil, name[...])
        if let range = name.ranges(of: "/#").last {
            (guild, bare) = (name[..<range.lowerBound], name[range.upperBound...])
        } else if name.hasPrefix("#") {
            bare = name.dropFirst()
        }
        let server = guild.map(String.init) ?? home
        // Anybody can bring a bot into a server of theirs, and call it and its channels as they like.
        let servers = server.map { guilds(named: $0) } ?? Array(guilds.keys)
        if servers.count > 1 { return .unclear(servers: servers.map { "\(guilds[$0] ?? "?") (\($0))" }.sorted()) }
        let found = channels.values.filter { channel in
            guard channel.isRoom, channel.name == bare else { return false }
            return channel.guild.map { servers.contains($0) } ?? false
        }
        if found.count == 1, let only = found.first { return .one(only.id) }
        if found.count > 1 { return .several(found.map { longName(of: $0) ?? $0.id }.sorted()) }
        let names = channels.values.lazy.filter(\.isRoom).prefix(Self.mostCandidates).map { channel in
            guild == nil ? "#\(channel.name)" : longName(of: channel) ?? channel.id
        }
        return .none(nearest: Suggestion(for: guild == nil ? "#\(bare)" : name, among: names.sorted()).nearest)
    }

    /// The servers of an identifier or a name. What can be an identifier is no name: anybody may call a server of theirs by
    /// that of another.
    private func guilds(named name: String) -> [String] {
        if name.isSnowflake { return guilds[name] == nil ? [] : [name] }
        return guilds.filter { $0.value == name }.map(\.key)
    }

    /// A channel as settings name it: `#ops`, or `guild/#ops` where that is not enough, or its identifier.
    mutating func name(of id: String) -> String {
        guard let channel = channels[id] else { return id }
        let short = "#\(channel.name)"
        if match(short) == .one(id) { return short }
        return longName(of: channel) ?? id
    }

    private func guildName(of channel: Channel) -> String? { channel.guild.flatMap { guilds[$0] } }

    /// `guild/#ops` where that names one channel; otherwise nil.
    private func longName(of channel: Channel) -> String? {
        guard let guild = guildName(of: channel), !guild.isSnowflake, guilds.values.count(where: { $0 == guild }) == 1,
            channels.values.count(where: { $0.isRoom && $0.name == channel.name && $0.guild == channel.guild }) == 1
        else { return nil }
        return "\(guild)/#\(channel.name)"
    }
}

extension ChannelTable.Channel {
    private static let categoryKind = 4
    private static let threadKinds = 10...12

    /// A channel as Discord writes it; nil for a direct talk, which has no name.
    /// - Parameter guild: its server, where the channel itself does not say.
    init?(_ channel: PayloadView, guild: String? = nil) {
        guard let id = channel.id.asText?.verbatim, id.isSnowflake, let name = channel.name.asText?.sanitized(to: 400),
            let kind = channel.type.asInt
        else { return nil }
        self.id = id
        self.guild = channel.guild_id.asText?.verbatim ?? guild
        self.name = name
        let isThread = Self.threadKinds.contains(kind)
        parent = isThread ? channel.parent_id.asText?.verbatim : nil
        isRoom = !isThread && kind != Self.categoryKind
    }

    /// A thread of which only this is known.
    init(thread id: String, of channel: Self?, _ parent: String) {
        self.init(id: id, guild: channel?.guild, name: "", parent: parent, isRoom: false)
    }
}
