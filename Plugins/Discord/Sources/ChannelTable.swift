import HarkEvents

/// The channels and threads that the bot knows, by name and by identifier. Names are not unique: two servers may each
/// have a `#general`, and so may two categories of one server.
struct ChannelTable: Sendable {
    /// A channel of a server (docs.discord.com/developers/resources/channel#channel-object).
    struct Channel: Sendable, Equatable {
        let id: String
        let guild: String?
        let name: String
        /// The channel that a thread belongs to; nil if it is not a thread.
        let parent: String?
        /// Whether people can write in it or in its posts; false for a category.
        let isRoom: Bool
    }

    /// The result of looking up a name.
    enum Match: Equatable {
        case one(String)
        /// Several channels, by names that distinguish them.
        case several([String])
        /// The name does not say which of these servers is meant.
        case unclear(servers: [String])
        case none(nearest: String?)
    }

    /// Most servers, and most channels and threads, that are remembered.
    private static let mostChannels = 10_000

    /// Most names that are compared to find the nearest one.
    private static let mostCandidates = 1000

    /// The server for names without one, by name or identifier; nil for the only server of the bot.
    private let home: String?
    private var guilds: [String: String] = [:]
    private var channels: [String: Channel] = [:]
    /// Results of lookups, until something changes.
    private var matches: [String: Match] = [:]

    init(home: String? = nil) { self.home = home }

    subscript(_ id: String) -> Channel? { channels[id] }

    /// Learns the name of a server.
    mutating func learn(guild: String, name: String) {
        guard guilds[guild] != name, guilds.count < Self.mostChannels else { return }
        guilds[guild] = name
        matches = [:]
    }

    /// Learns a channel or a thread. When there are too many, threads are forgotten first.
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

    /// Finds `#ops` or `ops` in the only or the configured server; or `guild/#ops` with the name or identifier of a
    /// server.
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
        // Anyone can add a bot to their own server, and choose the names of the server and its channels.
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

    /// The servers with an identifier or a name. A text in the form of an identifier is not looked up as a name: anyone
    /// may give a server of theirs the identifier of another server as its name.
    private func guilds(named name: String) -> [String] {
        if name.isSnowflake { return guilds[name] == nil ? [] : [name] }
        return guilds.filter { $0.value == name }.map(\.key)
    }

    /// A channel's name for settings: `#ops`, or `guild/#ops` if that is ambiguous, or its identifier.
    mutating func name(of id: String) -> String {
        guard let channel = channels[id] else { return id }
        let short = "#\(channel.name)"
        if match(short) == .one(id) { return short }
        return longName(of: channel) ?? id
    }

    private func guildName(of channel: Channel) -> String? { channel.guild.flatMap { guilds[$0] } }

    /// `guild/#ops` if that is unambiguous; otherwise nil.
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

    /// Parses a channel; nil for one of direct messages, which has no name.
    /// - Parameter guild: its server, if the channel itself does not name it.
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

    /// A thread of which only the identifier and the parent are known.
    init(thread id: String, of channel: Self?, _ parent: String) {
        self.init(id: id, guild: channel?.guild, name: "", parent: parent, isRoom: false)
    }
}
