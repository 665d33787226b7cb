import HarkEvents

/// Finds the rooms that settings and people name, and joins them.
struct RoomDirectory: Sendable {
    let api: MatrixAPI
    let cache: RoomCache
    let directRooms: DirectRooms
    let clock: BotClock

    /// How long the server may take to resolve the alias of a room with a new message, because others wait.
    private static let aliasTime = Duration.seconds(5)

    /// How long the alias of a room is not looked up again after it was wrong or could not be resolved.
    private static let aliasPause = Duration.seconds(600)

    init(api: MatrixAPI, cache: RoomCache, clock: BotClock) {
        self.api = api
        self.cache = cache
        self.clock = clock
        directRooms = DirectRooms(api: api, cache: cache)
    }

    /// The identifier of a room: of `!…`, which is one; of an alias, `#ops:example.org`, or `#ops` on the bot's own
    /// server; of direct messages with `@ada:example.org`.
    /// - Parameter isFresh: whether to look it up even if it is known.
    func identifier(of name: String, isFresh: Bool = false) async throws(ChatError) -> String {
        if !isFresh, let known = cache.identifier(of: name) { return cache.successor(of: known) }
        let room: String
        switch name.utf8.first {
        case UInt8(ascii: "!"): return cache.successor(of: name)
        case UInt8(ascii: "#"): room = try await lookUp(alias: name)
        case UInt8(ascii: "@") where MatrixID.isUser(name):
            do throws(MatrixFailure) { room = try await directRooms.room(with: name) } catch { throw error.error }
        default:
            throw ChatError(
                .noSuchRoom,
                "“\(name.sanitized(to: 80))” names no room of Matrix. Write an alias (#ops:example.org), an identifier "
                    + "(!…) or a person (@ada:example.org).")
        }
        cache.note(name, is: room)
        if name.utf8.first == UInt8(ascii: "#") { cache.update(room) { $0.name = $0.name ?? name } }
        return cache.successor(of: room)
    }

    /// The name of a room in the settings, or an alias of it, or its identifier.
    func name(of room: String) async -> String {
        let entry = cache[room]
        if let name = entry.name { return name }
        guard let alias = entry.claimedAlias else { return room }
        if let failure = entry.aliasFailure, clock.steady - failure < Self.aliasPause { return room }
        // A room may claim any alias: only the result of a lookup counts.
        let isRight: Bool
        do throws(ChatError) { isRight = try await lookUp(alias: alias, within: Self.aliasTime) == room } catch {
            // Whatever is wrong with the alias, it is not looked up again for every message.
            isRight = false
        }
        guard isRight else {
            cache.update(room) { $0.aliasFailure = clock.steady }
            return room
        }
        cache.note(alias, is: room)
        cache.update(room) { ($0.name, $0.aliasFailure) = (alias, nil) }
        return alias
    }

    /// Joins a room; does nothing if the bot is in it.
    /// - Parameters:
    ///   - room: an identifier.
    ///   - name: how people call it.
    ///   - via: a server that knows it.
    func join(_ room: String, as name: String, via: String?) async throws(ChatError) {
        let path = MatrixPath("join", room)
        do throws(MatrixFailure) {
            _ = try await api.call(.post, via.map { path.with(["via": $0]) } ?? path, [:], timeout: .seconds(60))
        } catch {
            switch error.code {
            case "M_BAD_STATE":
                throw ChatError(.notAMember, "The bot is banned from \(name.sanitized(to: 120)).")
            case "M_FORBIDDEN":
                let user = (try? await api.session.login().user) ?? "the bot"
                throw ChatError(
                    .notAMember,
                    "The bot is not in \(name.sanitized(to: 120)), and needs an invitation: /invite \(user)")
            case "M_NOT_FOUND", "M_UNKNOWN":
                throw ChatError(
                    .noSuchRoom, "There is no room \(name.sanitized(to: 120)), or the server cannot reach it.")
            default: throw error.error
            }
        }
        cache.update(room) { entry in
            entry.isJoined = true
            entry.remover = nil
        }
    }

    /// Looks up and joins a room again that refused a message, because its alias may have changed, or a person's
    /// direct messages may be in another one.
    /// - Returns: the room for the retry.
    func entered(_ name: String) async throws(ChatError) -> String {
        let next = try await identifier(of: name, isFresh: !name.hasPrefix("!"))
        if let remover = cache[next].remover {
            throw ChatError(
                .notAMember,
                "\(remover.sanitized(to: 120)) has removed the bot from \(name.sanitized(to: 120)). Invite it again.")
        }
        try await join(next, as: name, via: MatrixID.server(of: name))
        return next
    }

    private func lookUp(alias: String, within time: Duration = .seconds(30)) async throws(ChatError) -> String {
        do throws(MatrixFailure) {
            let user = try await api.session.login().user
            let full = alias.contains(":") ? alias : "\(alias):\(MatrixID.server(of: user) ?? "")"
            let answer = try await api.call(.get, MatrixPath("directory", "room", full), timeout: time)
            guard let room = answer.room_id.asText?.verbatim else {
                throw MatrixFailure(error: ChatError(.transient, "The Matrix server names no room for an alias."))
            }
            return room
        } catch {
            guard error.code == "M_NOT_FOUND" || error.code == "M_INVALID_PARAM" else { throw error.error }
            let hint = Suggestion(for: alias, among: cache.names).question
            throw ChatError(
                .noSuchRoom, "There is no room with the alias \(alias.sanitized(to: 120)) in Matrix.\(hint)")
        }
    }
}
