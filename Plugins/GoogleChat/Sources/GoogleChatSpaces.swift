import HarkEvents
import Synchronization

/// Maps spaces between names and identifiers, and messages to threads.
///
/// Anyone can choose the name of a space: a name is used only while exactly one of the app's spaces has it.
final class GoogleChatSpaces: Sendable {
    /// The spaces that the app is in.
    private struct Listing {
        /// Identifiers by the rooms' names.
        let spaces: [String: [String]]
        let time: ContinuousClock.Instant
    }

    private struct State {
        var listing: Listing?
        /// Identifiers of the spaces for direct messages, by person.
        var directRooms = BoundedMap<String, String>(limit: 5000)
        /// Threads by message.
        var threads = BoundedMap<String, String>(limit: 5000)
    }

    /// Most pages of spaces that are read, with a thousand each.
    private static let mostPages = 20

    /// How long the list of spaces is reused.
    private static let trust = Duration.seconds(600)

    /// How long to wait before the list is read again for a space that is not in it.
    private static let pause = Duration.seconds(30)

    private let api: GoogleChatAPI
    private let clock: BotClock
    private let state = Mutex(State())

    init(_ api: GoogleChatAPI, clock: BotClock) {
        self.api = api
        self.clock = clock
    }

    /// The identifier of a space: of `#ops`, of the direct messages with `users/…`, or of one given by its identifier.
    /// - Throws: `ChatError.noSuchRoom` with the nearest name.
    func space(named name: String) async throws(ChatError) -> String {
        if GoogleChatText.isName(name), name.split(separator: "/").count == 2 { return name }
        guard GoogleChatText.isPerson(name) else { return try await lookUp(name) }
        if let known = state.withLock({ $0.directRooms[name] }) { return known }
        let found = try await directRoom(with: name)
        learn(directRoom: found, with: name)
        return found
    }

    /// The room name of a space with a message: its display name if that is unambiguous, otherwise its identifier.
    func room(of space: String, called name: String) async -> String {
        let listing = try? await listing { $0.spaces[name]?.contains(space) == true }
        return listing?.spaces[name] == [space] ? name : space
    }

    /// Forgets the identifier of a room, so that it is looked up again.
    func forget(_ name: String) {
        state.withLock { state in
            state.listing = nil
            state.directRooms[name] = nil
        }
    }

    /// Learns the identifier of the space for direct messages with a person.
    func learn(directRoom id: String, with person: String) { state.withLock { $0.directRooms[person] = id } }

    /// Learns which thread a message is in.
    func learn(message: String, in thread: String) { state.withLock { $0.threads[message] = thread } }

    /// The thread of a message, or the thread with that name; nil if the message is gone.
    func thread(of message: String) async -> String? {
        guard GoogleChatText.isName(message) else { return nil }
        if message.contains("/threads/") { return message }
        if let known = state.withLock({ $0.threads[message] }) { return known }
        guard let thread = (try? await api.call(.get, message))?.thread.name.asText?.verbatim else { return nil }
        learn(message: message, in: thread)
        return thread
    }

    /// What an operator should know about a space.
    /// - Throws: why the bot could not send to it.
    func describe(_ id: String, _ name: String) async throws(ChatError) -> String {
        let space = try await api.call(.get, id)
        let shown = space.displayName.asText?.verbatim.sanitized(to: 80) ?? "a space without a name"
        return name == id ? "\(id), \(shown)" : "\(name) (\(id))"
    }

    /// Checks that Google accepts the bot.
    func check() async throws(ChatError) { try await api.call(.get, "spaces", [("pageSize", "1")]) }

    private func directRoom(with person: String) async throws(ChatError) -> String {
        do throws(ChatError) {
            let space = try await api.call(.get, "spaces:findDirectMessage", [("name", person)])
            if let id = space.name.asText?.verbatim, GoogleChatText.isName(id) { return id }
        } catch {
            guard error.kind == .noSuchRoom else { throw error }
            throw ChatError(.noSuchRoom, "\(person) has never written to the app: only then may it write to them.")
        }
        throw ChatError(.transient, "Google Chat names no space for direct messages with \(person).")
    }

    private func lookUp(_ room: String) async throws(ChatError) -> String {
        let spaces = try await listing { $0.spaces[room] != nil }.spaces
        let found = spaces[room] ?? []
        if found.count == 1 { return found[0] }
        if found.count > 1 {
            let ids = found.prefix(5).joined(separator: ", ")
            throw ChatError(.noSuchRoom, "Several spaces are called “\(room)”. Name one by its identifier: \(ids).")
        }
        let hint = Suggestion(for: room, among: spaces.keys.sorted()).question
        throw ChatError(
            .noSuchRoom,
            "The app is in no space “\(room)”. Add it there, and write # and the space's name, or its identifier.\(hint)"
        )
    }

    /// The app's spaces, read again if the list is old or does not contain what is needed.
    private func listing(where isEnough: (Listing) -> Bool) async throws(ChatError) -> Listing {
        if let known = state.withLock({ $0.listing }) {
            let age = clock.steady - known.time
            if age < Self.pause || (age < Self.trust && isEnough(known)) { return known }
        }
        let spaces = try await joined()
        let listing = Listing(
            spaces: Dictionary(grouping: spaces, by: \.room).mapValues { $0.map(\.id) }, time: clock.steady)
        state.withLock { $0.listing = listing }
        return listing
    }

    /// The app's spaces with a name.
    private func joined() async throws(ChatError) -> [(id: String, room: String)] {
        var spaces: [(id: String, room: String)] = []
        var page = ""
        for _ in 0..<Self.mostPages {
            let query = [("pageSize", "1000")] + (page.isEmpty ? [] : [("pageToken", page)])
            let answer = try await api.call(.get, "spaces", query)
            for space in answer.spaces.asList {
                guard let id = space.name.asText?.verbatim, GoogleChatText.isName(id),
                    let name = space.displayName.asText?.verbatim
                else { continue }
                spaces.append((id, "#\(name)"))
            }
            page = answer.nextPageToken.asText?.verbatim ?? ""
            if page.isEmpty { break }
        }
        return spaces
    }
}
