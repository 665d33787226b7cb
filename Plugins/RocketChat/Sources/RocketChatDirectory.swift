import HarkEvents
import Synchronization

/// Maps rooms between names and identifiers, and knows people. It keeps what it has learned until a room is not found
/// any more.
final class RocketChatDirectory: Sendable {
    /// A room for direct messages, which has no name of its own.
    struct DirectRoom: Sendable {
        /// The room's name as the host knows it.
        let name: String
        /// Whether only the bot and one person can read it.
        let isDirect: Bool
    }

    private struct State {
        var botName: String?
        /// Room identifiers by name.
        var rooms = BoundedMap<String, String>(limit: 5000)
        /// Usernames by identifier.
        var people = BoundedMap<String, String>(limit: 5000)
        /// Room identifiers by message.
        var messages = BoundedMap<String, String>(limit: 5000)
        /// Rooms for direct messages by identifier; nil for those of others.
        var directRooms = BoundedMap<String, DirectRoom?>(limit: 5000)
    }

    let api: RocketChatAPI
    private let state = Mutex(State())

    init(_ api: RocketChatAPI) { self.api = api }

    /// The bot's own name.
    /// - Parameter isFresh: whether to ask the server again, which also checks the token.
    func botName(isFresh: Bool = false) async throws(ChatError) -> String {
        if !isFresh, let known = state.withLock({ $0.botName }) { return known }
        let answer = try await api.get("me")
        guard let name = answer.username.asText?.verbatim else {
            throw ChatError(.transient, "Rocket.Chat does not say who the bot is. Is a proxy in between?")
        }
        state.withLock { $0.botName = name }
        return name
    }

    /// The identifier of a room: of `#ops`, of the direct messages with `@ada` or with a person by identifier, or of
    /// one given by its identifier.
    /// - Throws: `ChatError.noSuchRoom` with the nearest name.
    func room(named name: String) async throws(ChatError) -> String {
        if let known = state.withLock({ $0.rooms[name] }) { return known }
        let found: String
        if name.hasPrefix("@") {
            let (id, isLasting) = try await directRoom(with: String(name.dropFirst()))
            // A username may be reassigned.
            guard isLasting else { return id }
            found = id
        } else if name.hasPrefix("#") {
            found = try await lookUp(("roomName", String(name.dropFirst())), name)
        } else if Self.isIdentifier(name) {
            found = try await lookUp(("roomId", name), name)
        } else {
            throw ChatError(.noSuchRoom, "“\(name)” is not a valid room. Write #name, @person or an identifier.")
        }
        state.withLock { $0.rooms[name] = found }
        return found
    }

    /// Forgets a room, so that it is looked up again.
    func forget(_ name: String) { state.withLock { $0.rooms[name] = nil } }

    /// Learns the identifier of a room.
    func learn(_ name: String, is id: String) { state.withLock { $0.rooms[name] = id } }

    /// Learns the username of a person.
    func learn(person: String, _ username: String) { state.withLock { $0.people[person] = username } }

    /// Learns which room a message is in.
    func learn(message: String, in room: String) { state.withLock { $0.messages[message] = room } }

    /// Whether a message is in a room: a reply in a thread of another room would be sent to that room.
    func hasMessage(_ id: String, in room: String) async throws(ChatError) -> Bool {
        if let known = state.withLock({ $0.messages[id] }) { return known == room }
        do throws(ChatError) {
            guard let found = try await api.get("chat.getMessage", ("msgId", id)).message.rid.asText?.verbatim else {
                return false
            }
            learn(message: id, in: found)
            return found == room
        } catch {
            guard error.kind == .refused || error.kind == .noSuchRoom || error.kind == .notAMember else { throw error }
            return false
        }
    }

    /// A room for direct messages. Its name is `@` and the person's identifier for those with the bot alone, the room's
    /// own identifier for a group; nil for a room of others, which a webhook for all direct messages delivers too.
    func directRoom(_ id: String, with person: String) async throws(ChatError) -> DirectRoom? {
        if let known = state.withLock({ $0.directRooms[id] }) { return known }
        var direct: DirectRoom?
        do throws(ChatError) {
            let room = try await info(("roomId", id), id)
            let memberCount = max(room.uids.asList.count, room.usernames.asList.count)
            // The server derives the identifier of a room for two people from theirs.
            let isOfTwo = memberCount == 2 || (memberCount == 0 && (id.hasPrefix(person) || id.hasSuffix(person)))
            let name = isOfTwo ? "@\(person)" : id
            learn(name, is: id)
            direct = DirectRoom(name: name, isDirect: memberCount <= 2)
        } catch {
            // An error from a proxy must not be remembered.
            guard error.kind == .noSuchRoom || error.kind == .notAMember else { throw error }
        }
        state.withLock { $0.directRooms[id] = .some(direct) }
        return direct
    }

    /// What an operator should know about a room.
    /// - Throws: why the bot could not send to it.
    func describe(_ id: String, _ name: String) async throws(ChatError) -> String {
        let room = try await api.get("rooms.info", ("roomId", id)).room
        if room.archived.isTrue { throw ChatError(.noSuchRoom, "The room \(name) is archived.") }
        if room.ro.isTrue { return "\(name), read-only: the bot needs the role “owner” or “moderator” there (\(id))" }
        let isIn = await joined().contains { $0.id == id }
        let kind = room.t.asText?.verbatim == "c" ? "public" : "private"
        return "\(name), \(kind) (\(id))\(isIn ? "" : "; the bot is not in it: “/invite @” and its name")"
    }

    /// The usernames of the people whom a text mentions, by identifier.
    func usernames(in text: ChatText) async -> [String: String] {
        var names: [String: String] = [:]
        for case .person(let person) in text.spans where RocketChat.isOwn(person) {
            names[person.id] = await username(of: person.id)
        }
        return names
    }

    private func username(of person: String) async -> String? {
        if let known = state.withLock({ $0.people[person] }) { return known }
        return await askedUsername(of: person)
    }

    private func askedUsername(of person: String) async -> String? {
        guard Self.isIdentifier(person), let answer = try? await api.get("users.info", ("userId", person)),
            let name = answer.user.username.asText?.verbatim
        else { return nil }
        learn(person: person, name)
        return name
    }

    /// The room for direct messages with a person.
    /// - Parameter person: an identifier or a username.
    /// - Returns: the room's identifier, and whether it stays that person's even if their username changes.
    private func directRoom(with person: String) async throws(ChatError) -> (id: String, isLasting: Bool) {
        guard !person.isEmpty else { throw ChatError(.noSuchRoom, "“@” names nobody.") }
        let current = await askedUsername(of: person)
        let name = current ?? person
        do throws(ChatError) {
            let answer = try await api.post("im.create", ["username": .string(name)])
            if let id = answer.room._id.asText?.verbatim { return (id, current != nil) }
        } catch {
            guard error.kind == .noSuchRoom else { throw error }
            throw ChatError(.noSuchRoom, "Rocket.Chat knows nobody with the username “\(name)”.")
        }
        throw ChatError(.transient, "Rocket.Chat opened no direct messages with “\(name)”.")
    }

    private func lookUp(_ query: (name: String, value: String), _ room: String) async throws(ChatError) -> String {
        if let id = try await info(query, room)._id.asText?.verbatim { return id }
        throw ChatError(.transient, "Rocket.Chat names no identifier of “\(room)”. Is a proxy in between?")
    }

    private func info(_ query: (name: String, value: String), _ room: String) async throws(ChatError) -> PayloadView {
        do throws(ChatError) {
            return try await api.get("rooms.info", query).room
        } catch {
            guard error.kind == .noSuchRoom else { throw error }
            let names = await joined().compactMap(\.name)
            let hint = Suggestion(for: room, among: names).question
            throw ChatError(
                .noSuchRoom,
                "Rocket.Chat has no room “\(room)” that the bot can see; a private one is seen once the bot is in "
                    + "it.\(hint)")
        }
    }

    /// The rooms that the bot is in.
    private func joined() async -> [(id: String, name: String?)] {
        let answer = try? await api.get("rooms.get")
        return (answer?.update.asList ?? []).compactMap { room in
            room._id.asText.map { ($0.verbatim, room.name.asText.map { "#\($0.verbatim)" }) }
        }
    }

    /// Whether a text may be an identifier: letters and digits, 17 of them as the server generates them, more for
    /// direct messages, and `GENERAL`.
    static func isIdentifier(_ text: String) -> Bool {
        (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
    }
}
