import HarkEvents
import Synchronization

/// Finds the channels that settings name, and the names of channels with messages. It learns from the gateway, and asks
/// Discord for the rest.
final class DiscordDirectory: Sendable {
    /// The room and thread of a message, as the host knows them.
    struct Place: Sendable, Equatable {
        let room: String
        let thread: String?
    }

    private struct State {
        var table: ChannelTable
        /// The rooms for direct messages by person.
        var directRooms = BoundedMap<String, String>(limit: mostDirectRooms)
        /// When the channels were read.
        var readTime: ContinuousClock.Instant?
        /// Whether the channels of all servers were read.
        var isRead = false
        /// The servers that the gateway has announced and not described yet, which it does one after another; nil
        /// before it has announced them.
        var awaited: Set<String>?
        /// When they are requested instead: the gateway does not describe a server with an outage.
        var patienceEnd: ContinuousClock.Instant?
        /// Whether all servers are known.
        var isComplete: Bool { isRead || awaited?.isEmpty == true }
        /// Until when a channel is not looked up again after a failure.
        var failures = BoundedMap<String, ContinuousClock.Instant>(limit: mostFailures)

        mutating func learn(_ channel: PayloadView, of guild: String?) {
            if let channel = ChannelTable.Channel(channel, guild: guild) { table.learn(channel) }
        }
    }

    /// How long the list of channels is not read again if a name is not in it.
    private static let readPause = Duration.seconds(30)

    /// Most servers whose channels are read, and most rooms for direct messages that are remembered.
    private static let mostGuilds = 100
    private static let mostDirectRooms = 1000

    /// How long to wait for the gateway to describe the servers, and most servers that are waited for.
    private static let patience = Duration.seconds(10)
    private static let mostAwaited = 1000

    /// How long a channel that Discord does not describe is shown by its identifier.
    private static let failurePause = Duration.seconds(60)
    private static let mostFailures = 1000

    private let api: DiscordAPI
    private let state: Mutex<State>

    /// - Parameter server: the server for names without one, by name or identifier; nil for the only one.
    init(_ api: DiscordAPI, server: String? = nil) {
        self.api = api
        state = Mutex(State(table: ChannelTable(home: server)))
    }

    /// The identifier of the channel that a setting names: `#ops`, `guild/#ops`, an identifier, or `@` and the
    /// identifier of a person.
    /// - Throws: `ChatError.noSuchRoom` with the nearest name, or with all matching ones.
    func channel(named name: String) async throws(ChatError) -> String {
        if name.isSnowflake { return name }
        if name.hasPrefix("@") { return try await directRoom(with: String(name.dropFirst())) }
        // The first server to be announced must not be taken for the only one.
        let known = state.withLock { $0.isComplete ? $0.table.match(name) : .none(nearest: nil) }
        if case .none = known {} else { return try Self.channel(known, name) }
        try await readChannels()
        return try Self.channel(state.withLock { $0.table.match(name) }, name)
    }

    private static func channel(_ match: ChannelTable.Match, _ name: String) throws(ChatError) -> String {
        switch match {
        case .one(let id): return id
        case .several(let names):
            let shown = names.prefix(5).joined(separator: ", ")
            throw ChatError(
                .noSuchRoom, "There are \(names.count) Discord channels “\(name)”. Write which one is meant: \(shown).")
        case .unclear(let servers):
            let shown = servers.prefix(5).joined(separator: ", ")
            throw ChatError(
                .noSuchRoom,
                "It is not clear which Discord server “\(name)” is in: \(shown). Set HARK_DISCORD_SERVER to the "
                    + "identifier of one, or write it in front, such as 1234/#ops; and leave servers that are not yours."
            )
        case .none(let nearest):
            let hint = nearest.map { " Did you mean \($0)?" } ?? ""
            throw ChatError(
                .noSuchRoom,
                "No Discord server that the bot is in has a channel “\(name)” that it may see. Invite the bot, or give "
                    + "its role View Channel there.\(hint)")
        }
    }

    /// The room and thread of a channel with a message.
    /// - Parameter person: whose direct messages they are; nil for a channel of a server.
    func place(of channel: String, with person: String?) async -> Place {
        if let person {
            state.withLock { $0.directRooms[person] = channel }
            return Place(room: "@\(person)", thread: nil)
        }
        await readAwaited()
        guard let found = await look(up: channel) else { return Place(room: channel, thread: nil) }
        guard let parent = found.parent else { return Place(room: name(of: channel), thread: nil) }
        _ = await look(up: parent)
        return Place(room: name(of: parent), thread: channel)
    }

    /// The name of a channel; its identifier if the name is unknown, or while a server that is not known yet might have
    /// the same name: a stranger's server may become known before the others.
    func name(of channel: String) -> String {
        state.withLock { $0.isComplete ? $0.table.name(of: channel) : channel }
    }

    /// Whether a channel is known to be a thread.
    func isThread(_ channel: String) -> Bool { state.withLock { $0.table[channel]?.parent != nil } }

    func learnThread(_ thread: String, of channel: String) {
        state.withLock { $0.table.learn(.init(thread: thread, of: $0.table[channel], channel)) }
    }

    /// Handles the gateway's events about servers and channels (docs.discord.com/developers/topics/gateway-events).
    func take(_ event: String, _ data: PayloadView) {
        state.withLock { state in
            switch event {
            case "READY":
                state.patienceEnd = api.clock.steady + Self.patience
                state.awaited = Set(data.guilds.asList.prefix(Self.mostAwaited).compactMap { $0.id.asText?.verbatim })
            case "GUILD_CREATE", "GUILD_UPDATE":
                guard let guild = data.id.asText?.verbatim else { return }
                state.awaited?.remove(guild)
                if let name = data.name.asText?.sanitized(to: 400) { state.table.learn(guild: guild, name: name) }
                for channel in data.channels.asList + data.threads.asList { state.learn(channel, of: guild) }
            case "GUILD_DELETE":
                guard let guild = data.id.asText?.verbatim else { return }
                // A server with an outage is not described before the outage is over.
                state.awaited?.remove(guild)
                if !data.unavailable.isTrue { state.table.forget(guild: guild) }
            case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE": state.learn(data, of: nil)
            case "CHANNEL_DELETE", "THREAD_DELETE":
                if let id = data.id.asText?.verbatim { state.table.forget(id) }
            default: break
            }
        }
    }

    /// Forgets a channel, so that it is looked up again.
    func forget(_ channel: String) {
        state.withLock { state in
            state.table.forget(channel)
            state.directRooms.removeAll { $0 == channel }
            state.readTime = nil
        }
    }

    /// Reads the channels of the servers if the gateway has not described all that it announced.
    private func readAwaited() async {
        let now = api.clock.steady
        let isDue = state.withLock { state in
            guard !state.isComplete, let end = state.patienceEnd, end <= now else { return false }
            state.patienceEnd = now + Self.readPause
            return true
        }
        if isDue { try? await readChannels() }
    }

    private func look(up channel: String) async -> ChannelTable.Channel? {
        if let known = state.withLock({ $0.table[channel] }) { return known }
        let now = api.clock.steady
        let isFailing = state.withLock { $0.failures[channel].map { now < $0 } ?? false }
        guard channel.isSnowflake, !isFailing else { return nil }
        guard let answer = try? await api.call(.get, "/channels/\(channel)"), let found = ChannelTable.Channel(answer)
        else {
            state.withLock { $0.failures[channel] = now + Self.failurePause }
            return nil
        }
        state.withLock { $0.table.learn(found) }
        return found
    }

    private func directRoom(with person: String) async throws(ChatError) -> String {
        if let known = state.withLock({ $0.directRooms[person] }) { return known }
        guard person.isSnowflake else {
            throw ChatError(
                .noSuchRoom,
                "“@\(person)” is no person: write @ and their identifier, which Discord copies under “Copy User ID”.")
        }
        let answer = try await api.answer(.post, "/users/@me/channels", ["recipient_id": .string(person)])
        switch answer {
        case .done(let channel):
            guard let id = channel.id.asText?.verbatim, id.isSnowflake else {
                throw ChatError(.transient, "Discord opened no direct messages with “@\(person)”.")
            }
            state.withLock { $0.directRooms[person] = id }
            return id
        case .refused(code: 50033, _), .refused(code: 10013, _):
            throw ChatError(.noSuchRoom, "Discord knows no person with the identifier \(person).")
        case .refused(_, let error): throw error
        }
    }

    /// Reads the bot's servers and their channels, unless that was done recently.
    private func readChannels() async throws(ChatError) {
        let now = api.clock.steady
        let isFresh = state.withLock { $0.readTime.map { now - $0 < Self.readPause } ?? false }
        if isFresh { return }
        for guild in try await api.call(.get, "/users/@me/guilds").asList.prefix(Self.mostGuilds) {
            guard let id = guild.id.asText?.verbatim, id.isSnowflake else { continue }
            let channels = try await api.call(.get, "/guilds/\(id)/channels")
            state.withLock { state in
                state.table.learn(guild: id, name: guild.name.asText?.sanitized(to: 400) ?? id)
                for channel in channels.asList { state.learn(channel, of: id) }
            }
        }
        state.withLock { ($0.readTime, $0.isRead) = (now, true) }
    }
}
