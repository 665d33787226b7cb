import HarkEvents
import Synchronization

/// Knows the channels of a workspace by name and by identifier, and its people. What it has learned it keeps until a
/// channel is not found any more.
final class SlackDirectory: Sendable {
    private struct State {
        var identifiers: [String: String] = [:]
        var names: [String: String] = [:]
        var people: [String: String] = [:]
    }

    /// Most people whose names are kept.
    private static let mostPeople = 10_000

    /// Most pages of 1,000 channels that are read for a name.
    private static let mostPages = 50

    private let api: SlackAPI
    private let state = Mutex(State())

    init(_ api: SlackAPI) { self.api = api }

    /// The identifier of a channel: of one that is written as such (`C024BE91L`), of `#ops`, or of a direct talk with
    /// `@U024BE7LH`.
    /// - Throws: `ChatError.noSuchRoom` with the nearest name.
    func channel(named name: String) async throws(ChatError) -> String {
        if Self.isChannelIdentifier(name) { return name }
        if let known = state.withLock({ $0.identifiers[name] }) { return known }
        if name.hasPrefix("@") { return try await directTalk(with: String(name.dropFirst()), as: name) }
        try await readChannels()
        let bare = name.hasPrefix("#") ? String(name.dropFirst()) : name
        if let found = state.withLock({ $0.identifiers["#\(bare)"] }) { return found }
        let names = state.withLock { Array($0.identifiers.keys) }
        let hint = Suggestion(for: "#\(bare)", among: names.sorted()).nearest.map { " Did you mean \($0)?" } ?? ""
        throw ChatError(
            .noSuchRoom,
            "Slack has no channel “\(name)” that the bot can see; a private one is seen once the bot is invited.\(hint)"
        )
    }

    /// Forgets a channel, so that it is looked up again.
    func forget(_ name: String) { state.withLock { $0.identifiers[name] = nil } }

    /// The name of a channel as people write it: `#ops`; its identifier where it has none, or it cannot be found out.
    func name(ofChannel identifier: String) async -> String {
        if let known = state.withLock({ $0.names[identifier] }) { return known }
        guard !identifier.hasPrefix("D") else { return identifier }
        let answer = try? await api.call("conversations.info", ["channel": .string(identifier)])
        guard let answer, let name = answer.channel.name.asText?.verbatim else { return identifier }
        learn(identifier, "#\(name)")
        return "#\(name)"
    }

    /// What others see of a person; the identifier where it cannot be found out.
    func displayName(of person: String) async -> String {
        if let known = state.withLock({ $0.people[person] }) { return known }
        let answer = try? await api.call("users.info", ["user": .string(person)])
        guard let user = answer?.user,
            let name = user.profile.display_name.or(user.real_name).or(user.name).asText?.sanitized(to: 80),
            !name.isEmpty
        else { return person }
        state.withLock { state in
            if state.people.count >= Self.mostPeople { state.people.removeAll() }
            state.people[person] = name
        }
        return name
    }

    private func directTalk(with person: String, as name: String) async throws(ChatError) -> String {
        let answer = try await api.call("conversations.open", ["users": .string(person)])
        guard let identifier = answer.channel.id.asText?.verbatim else {
            throw ChatError(.transient, "Slack opened no talk with “\(person)”.")
        }
        state.withLock { $0.identifiers[name] = identifier }
        return identifier
    }

    private func readChannels() async throws(ChatError) {
        var cursor = ""
        for _ in 0..<Self.mostPages {
            var arguments: JSONObject = [
                "types": "public_channel,private_channel", "limit": 1000, "exclude_archived": true,
            ]
            if !cursor.isEmpty { arguments["cursor"] = .string(cursor) }
            let page = try await api.call("conversations.list", arguments)
            for channel in page.channels.asList {
                guard let identifier = channel.id.asText?.verbatim, let name = channel.name.asText?.verbatim else {
                    continue
                }
                learn(identifier, "#\(name)")
            }
            cursor = page.response_metadata.next_cursor.asText?.verbatim ?? ""
            if cursor.isEmpty { return }
        }
    }

    private func learn(_ identifier: String, _ name: String) {
        state.withLock { state in
            state.identifiers[name] = identifier
            state.names[identifier] = name
        }
    }

    private static func isChannelIdentifier(_ name: String) -> Bool {
        guard let first = name.utf8.first, "CGD".utf8.contains(first), name.utf8.count >= 9 else { return false }
        return name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    }
}
