import HarkEvents
import Synchronization

/// Maps channels between names and identifiers, and knows people. It keeps what it has learned until a channel is not
/// found any more.
final class MattermostDirectory: Sendable {
    /// The bot's own account.
    struct Account: Sendable, Equatable {
        let id: String
        let name: String
    }

    struct State {
        var bot: Account?
        var homeTeam: (id: String, name: String)?
        /// Channels' identifiers by the rooms' names.
        var channels = MattermostDirectory.names
        /// The channels of direct messages by the people's identifiers, because usernames may be reassigned.
        var directRooms = MattermostDirectory.names
        /// Usernames by identifier.
        var people = MattermostDirectory.names
        /// Names of teams by identifier.
        var teams = MattermostDirectory.names
    }

    /// Names that were learned; none yet.
    private static let names = BoundedMap<String, String>(limit: 5000)

    let api: MattermostAPI
    let team: String?
    let state = Mutex(State())

    /// - Parameter team: the team for rooms without one; nil for the bot's only team.
    init(_ api: MattermostAPI, team: String?) {
        self.api = api
        self.team = team?.lowercased()
    }

    /// The bot's own account.
    /// - Parameter isFresh: whether to ask the server again, which also checks the token.
    func bot(isFresh: Bool = false) async throws(ChatError) -> Account {
        if !isFresh, let known = state.withLock({ $0.bot }) { return known }
        return try await signIn().bot
    }

    /// Checks the token.
    /// - Returns: the bot's own account, and the server's time as it writes it, if it does.
    func signIn() async throws(ChatError) -> (bot: Account, date: String?) {
        let (user, date) = try await api.account()
        guard let id = user.id.asText?.verbatim, let name = user.username.asText?.verbatim else {
            throw ChatError(.transient, "Mattermost does not say who the bot is. Is a proxy in between?")
        }
        let bot = Account(id: id, name: name)
        state.withLock { $0.bot = bot }
        return (bot, date)
    }

    /// The identifier of a channel: of one given by its identifier, of `#ops` or `team/#ops`, or of the direct messages
    /// with `@ada` or with a person by identifier.
    /// - Throws: `ChatError.noSuchRoom` with the nearest name.
    func channel(named name: String) async throws(ChatError) -> String {
        if Self.isIdentifier(name) { return name }
        if name.hasPrefix("@") { return try await directChannel(with: String(name.dropFirst())) }
        if let known = state.withLock({ $0.channels[name] }) { return known }
        let found = try await lookUp(name)
        state.withLock { $0.channels[name] = found }
        return found
    }

    /// Forgets a channel, so that it is looked up again.
    func forget(_ name: String) {
        state.withLock { state in
            if name.hasPrefix("@") { state.directRooms = Self.names } else { state.channels[name] = nil }
        }
    }

    /// Makes the bot a member of a public channel.
    /// - Returns: whether it is a member now.
    func join(_ channel: String) async -> Bool {
        guard let bot = try? await bot() else { return false }
        return (try? await api.call(.post, "/channels/\(channel)/members", ["user_id": .string(bot.id)])) != nil
    }

    /// What an operator should know about a channel.
    /// - Throws: why the bot could not send to it.
    func describe(_ channel: String, named name: String) async throws(ChatError) -> String {
        let found = try await api.call(.get, "/channels/\(channel)")
        if found.delete_at.asInt ?? 0 > 0 { throw ChatError(.noSuchRoom, "The channel \(name) is archived.") }
        let isPublic = found.type.asText?.verbatim == "O"
        let shown = "\(name), \(isPublic ? "public" : "private") (\(channel))"
        do {
            try await api.call(.get, "/channels/\(channel)/members/me")
            return shown
        } catch {
            guard error.kind == .notAMember || error.kind == .noSuchRoom else { throw error }
            guard isPublic else { throw ChatError(.notAMember, "The bot is not in \(name). \(Self.invitation)") }
            return "\(shown); the bot joins it when it first sends there, and receives nothing before"
        }
    }

    private static let invitation = "Say “/invite @” and its name there."

    /// The room of a channel as people write it: `#ops` in the home team, `team/#ops` in another, `@ada` for
    /// direct messages with her; the identifier for those of a group.
    /// - Parameters:
    ///   - person: the identifier of the sender.
    ///   - username: their username.
    func room(of channel: MattermostChannel, with person: String, called username: String) async -> String {
        let name: String
        switch channel.kind {
        case .direct:
            state.withLock { $0.directRooms[person] = channel.id }
            return "@\(username)"
        case .group: return channel.id
        case .team:
            guard let team = await teamName(channel.team) else { return channel.id }
            name = await isHome(channel.team) ? "#\(channel.name)" : "\(team)/#\(channel.name)"
        }
        state.withLock { $0.channels[name] = channel.id }
        return name
    }

    /// Learns the username of a person.
    func learn(_ person: String, _ username: String) { state.withLock { $0.people[person] = username } }

    /// The username of a person; nil if it cannot be determined.
    func username(of person: String) async -> String? {
        if let known = state.withLock({ $0.people[person] }) { return known }
        guard Self.isIdentifier(person), let answer = try? await api.call(.get, "/users/\(person)"),
            let name = answer.username.asText?.verbatim, Self.isName(name)
        else { return nil }
        learn(person, name)
        return name
    }

    /// The usernames of the people whom a text mentions, by identifier.
    func usernames(in text: ChatText) async -> [String: String] {
        var names: [String: String] = [:]
        for case .person(let person) in text.spans where Mattermost.isOwn(person) {
            names[person.id] = await username(of: person.id)
        }
        return names
    }

    /// The bot's channels with possible activity since a time in milliseconds since 1970.
    func channels(activeSince time: Int) async throws(ChatError) -> [MattermostChannel] {
        var channels: [String: MattermostChannel] = [:]
        for team in try await api.call(.get, "/users/me/teams").asList.prefix(Self.mostTeams) {
            guard let id = team.id.asText?.verbatim, Self.isIdentifier(id) else { continue }
            for view in try await api.call(.get, "/users/me/teams/\(id)/channels").asList {
                // Channels for direct messages are in every team's list.
                let latest = view.last_post_at.asInt ?? 0
                guard let channel = MattermostChannel(view), latest < 1 || latest > time else { continue }
                channels[channel.id] = channel
            }
        }
        return channels.values.sorted { $0.id < $1.id }
    }

    /// Most teams of the bot that are read.
    private static let mostTeams = 50
}
