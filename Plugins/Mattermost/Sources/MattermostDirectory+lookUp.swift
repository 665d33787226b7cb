import HarkEvents
import Synchronization

extension MattermostDirectory {
    /// The channel for direct messages with a person, by username or identifier.
    func directChannel(with person: String) async throws(ChatError) -> String {
        var person = person
        if !Self.isIdentifier(person) {
            person = person.lowercased()
            guard Self.isName(person) else { throw ChatError(.noSuchRoom, "“@\(person)” is not a valid username.") }
            do throws(ChatError) {
                let user = try await api.call(.get, "/users/username/\(person)")
                person = user.id.asText?.verbatim ?? ""
            } catch {
                guard error.kind == .noSuchRoom else { throw error }
                throw ChatError(.noSuchRoom, "Mattermost knows nobody with the username “\(person)”.")
            }
        }
        if let known = state.withLock({ $0.directRooms[person] }) { return known }
        let pair: JSONValue = .array([.string(try await bot().id), .string(person)])
        let channel = try await api.call(.post, "/channels/direct", pair)
        guard let id = channel.id.asText?.verbatim, Self.isIdentifier(id) else {
            throw ChatError(.transient, "Mattermost opened no direct messages with “\(person)”.")
        }
        state.withLock { $0.directRooms[person] = id }
        return id
    }

    /// The channel of `#ops` or `team/#ops`.
    func lookUp(_ room: String) async throws(ChatError) -> String {
        let parts = room.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let channel = ((parts.last ?? "").trimmingPrefix("#")).lowercased()
        guard Self.isName(channel), parts.count == 1 || Self.isName(parts[0].lowercased()) else {
            throw ChatError(
                .noSuchRoom, "“\(room)” is no channel's name. Take the last part of its URL: #name, or team/#name.")
        }
        let team = try await parts.count == 1 ? homeTeam() : teamOf(name: parts[0].lowercased())
        do throws(ChatError) {
            let found = try await api.call(.get, "/teams/\(team)/channels/name/\(channel)")
            if let id = found.id.asText?.verbatim, Self.isIdentifier(id) { return id }
            throw ChatError(.transient, "Mattermost names no identifier of “\(room)”. Is a proxy in between?")
        } catch {
            guard error.kind == .noSuchRoom else { throw error }
            let prefix = parts.count == 1 ? "#" : "\(parts[0])/#"
            let names = await channelNames(ofTeam: team).map { prefix + $0 }
            let hint = Suggestion(for: prefix + channel, among: names).question
            throw ChatError(
                .noSuchRoom,
                "Mattermost has no channel “\(room)” that the bot can see, or it is archived; a private one is seen "
                    + "once the bot is in it.\(hint)")
        }
    }

    private func channelNames(ofTeam team: String) async -> [String] {
        var names: Set<String> = []
        for path in ["/users/me/teams/\(team)/channels", "/teams/\(team)/channels?per_page=200"] {
            let page = try? await api.call(.get, path)
            for channel in page?.asList ?? [] where MattermostChannel(channel)?.kind == .team {
                if let name = channel.name.asText?.verbatim { names.insert(name) }
            }
        }
        return names.sorted()
    }

    private func teamOf(name: String) async throws(ChatError) -> String {
        do throws(ChatError) {
            let answer = try await api.call(.get, "/teams/name/\(name)")
            guard let id = answer.id.asText?.verbatim, Self.isIdentifier(id) else {
                throw ChatError(.transient, "Mattermost names no identifier of team “\(name)”. Is a proxy in between?")
            }
            state.withLock { $0.teams[id] = name }
            return id
        } catch {
            guard error.kind == .noSuchRoom || error.kind == .notAMember else { throw error }
            throw ChatError(
                error.kind, "Mattermost has no team “\(name)” that the bot is in. Take the name in the team's URL.")
        }
    }

    /// The identifier of the team for rooms without one.
    private func homeTeam() async throws(ChatError) -> String {
        if let known = state.withLock({ $0.homeTeam }) { return known.id }
        let home: (id: String, name: String)
        if let team {
            guard Self.isName(team) else {
                throw ChatError(.noSuchRoom, "HARK_MATTERMOST_TEAM is invalid. Take the name in the team's URL.")
            }
            home = (try await teamOf(name: team), team)
        } else {
            let teams = try await api.call(.get, "/users/me/teams").asList
            guard teams.count == 1, let id = teams[0].id.asText?.verbatim, let name = teams[0].name.asText?.verbatim
            else {
                throw ChatError(
                    .noSuchRoom,
                    "The bot is in \(teams.count) teams. Set HARK_MATTERMOST_TEAM, or write the room as team/#name.")
            }
            home = (id, name)
        }
        state.withLock { state in
            state.homeTeam = home
            state.teams[home.id] = home.name
        }
        return home.id
    }

    /// Whether rooms without a team are in this one.
    func isHome(_ team: String) async -> Bool { (try? await homeTeam()) == team }

    /// The name of a team; nil if it cannot be determined.
    func teamName(_ team: String) async -> String? {
        if let known = state.withLock({ $0.teams[team] }) { return known }
        guard Self.isIdentifier(team), let answer = try? await api.call(.get, "/teams/\(team)"),
            let name = answer.name.asText?.verbatim, Self.isName(name)
        else { return nil }
        state.withLock { $0.teams[team] = name }
        return name
    }
}
