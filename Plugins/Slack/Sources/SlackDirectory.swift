import HarkEvents
import Synchronization

/// Maps the channels and people of a workspace between names and identifiers. After a failure it does not ask again for
/// a while.
final class SlackDirectory: Sendable {
    private struct State {
        var channels = SlackChannels()
        /// The rooms for direct messages by person.
        var directRooms = BoundedMap<String, String>(limit: most)
        var people = BoundedMap<String, String>(limit: most)
        /// Until when a channel or a person is not asked for after a failure.
        var failures = BoundedMap<String, ContinuousClock.Instant>(limit: most)
        /// When the list of channels was read completely.
        var readTime: ContinuousClock.Instant?
        /// Where to continue reading the list; empty for its start.
        var cursor = ""
    }

    /// How long the list of channels is not read again if a name is not in it.
    private static let readPause = Duration.seconds(30)

    /// How long a channel or a person without a known name is shown by the identifier, and the same after a failure
    /// that may pass soon.
    private static let failurePause = Duration.seconds(600)
    private static let shortPause = Duration.seconds(30)

    /// Most people, rooms for direct messages and failures that are kept.
    private static let most = 10_000

    /// Most pages of 1,000 channels that are read for a name.
    private static let mostPages = 50

    private let api: SlackAPI
    private let clock: BotClock
    private let state = Mutex(State())

    init(_ api: SlackAPI, clock: BotClock) {
        self.api = api
        self.clock = clock
    }

    /// The identifier of a channel: of one given by its identifier (`C024BE91L`), of `#ops`, or of the
    /// direct messages with `@U024BE7LH`.
    /// - Throws: `ChatError.noSuchRoom` with the nearest name.
    func channel(named name: String) async throws(ChatError) -> String {
        if Self.isChannelIdentifier(name) { return name }
        if name.hasPrefix("@") { return try await directRoom(with: String(name.dropFirst())) }
        let full = name.hasPrefix("#") ? name : "#\(name)"
        if let known = identifier(of: full) {
            if known.isFresh { return known.text }
            // It may have been renamed, and another channel may have its name now.
            guard await askName(of: known.text) != nil else { return known.text }
            if let still = identifier(of: full) { return still.text }
        }
        try await readChannels()
        if let found = identifier(of: full) { return found.text }
        let names = state.withLock { $0.channels.allNames }
        let hint = Suggestion(for: full, among: names.sorted()).question
        throw ChatError(
            .noSuchRoom,
            "Slack has no channel “\(name)” that the bot can see; a private one is seen once the bot is invited.\(hint)"
        )
    }

    /// Forgets a channel or a room for direct messages, so that it is looked up again.
    func forget(_ channel: String) {
        state.withLock { state in
            state.channels.forget(channel)
            state.directRooms.removeAll { $0 == channel }
            state.readTime = nil
        }
    }

    /// Learns the new name of a channel.
    func learn(_ channel: String, name: String) {
        let now = clock.steady
        state.withLock { $0.channels.learn(channel, "#\(name)", at: now) }
    }

    /// The name of a channel as people write it: `#ops`; its identifier if it has no name, or the name cannot be
    /// determined.
    func name(ofChannel identifier: String) async -> String {
        let now = clock.steady
        let known = state.withLock { $0.channels.name(of: identifier, at: now) }
        if let known, known.isFresh { return known.text }
        guard !identifier.hasPrefix("D") else { return identifier }
        return await askName(of: identifier) ?? known?.text ?? identifier
    }

    /// The display name of a person; the identifier if it cannot be determined.
    func displayName(of person: String) async -> String {
        if let known = state.withLock({ $0.people[person] }) { return known }
        guard let user = await ask("users.info", about: person, as: "user")?.user,
            let name = user.profile.display_name.or(user.real_name).or(user.name).asText?.sanitized(to: 80),
            !name.isEmpty
        else { return person }
        state.withLock { $0.people[person] = name }
        return name
    }

    private func identifier(of name: String) -> (text: String, isFresh: Bool)? {
        let now = clock.steady
        return state.withLock { $0.channels.identifier(of: name, at: now) }
    }

    /// Asks for the current name of a channel; nil if it cannot be determined.
    private func askName(of channel: String) async -> String? {
        guard let answer = await ask("conversations.info", about: channel, as: "channel"),
            let name = answer.channel.name.asText?.verbatim
        else { return nil }
        learn(channel, name: name)
        return "#\(name)"
    }

    /// Asks about a channel or a person, unless that failed recently.
    private func ask(_ method: String, about identifier: String, as argument: String) async -> PayloadView? {
        let now = clock.steady
        if let end = state.withLock({ $0.failures[identifier] }), now < end { return nil }
        do { return try await api.call(method, [argument: .string(identifier)]) } catch {
            let pause =
                switch error.kind {
                case .transient, .rateLimited: Self.shortPause
                default: Self.failurePause
                }
            state.withLock { $0.failures[identifier] = now + pause }
            return nil
        }
    }

    private func directRoom(with person: String) async throws(ChatError) -> String {
        if let known = state.withLock({ $0.directRooms[person] }) { return known }
        let answer = try await api.call("conversations.open", ["users": .string(person)])
        guard let identifier = answer.channel.id.asText?.verbatim else {
            throw ChatError(.transient, "Slack opened no direct messages with “\(person)”.")
        }
        state.withLock { $0.directRooms[person] = identifier }
        return identifier
    }

    /// Reads the list of channels, unless that was done recently. After a failure it continues where it was.
    private func readChannels() async throws(ChatError) {
        let now = clock.steady
        var (cursor, isFresh) = state.withLock { state in
            (state.cursor, state.readTime.map { now - $0 < Self.readPause } ?? false)
        }
        if isFresh { return }
        for _ in 0..<Self.mostPages {
            var arguments: JSONObject = [
                "types": "public_channel,private_channel", "limit": 1000, "exclude_archived": true,
            ]
            if !cursor.isEmpty { arguments["cursor"] = .string(cursor) }
            let page: PayloadView
            do { page = try await api.call("conversations.list", arguments) } catch {
                // If Slack does not accept the cursor any more, start again.
                if error.kind == .refused { state.withLock { $0.cursor = "" } }
                throw error
            }
            cursor = page.response_metadata.next_cursor.asText?.verbatim ?? ""
            state.withLock { state in
                for channel in page.channels.asList {
                    guard let identifier = channel.id.asText?.verbatim, let name = channel.name.asText?.verbatim
                    else { continue }
                    state.channels.learn(identifier, "#\(name)", at: now)
                }
                state.cursor = cursor
            }
            if cursor.isEmpty { break }
        }
        state.withLock { ($0.cursor, $0.readTime) = ("", now) }
    }

    private static func isChannelIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, "CGD".utf8.contains(first), name.utf8.count >= 9 else { return false }
        return name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}
