import HarkClient
import HarkEvents

private import struct FoundationEssentials.Date

extension Feeds {
    /// The feeds with their state, a line each.
    func list() async throws -> Message {
        if urls.isEmpty { return "There are no feeds; HARK_FEEDS lists them." }
        var lines: [ChatText] = []
        for url in urls {
            let state = try await state(of: url)
            lines.append("\(name(of: url, state)): \(description(of: state))")
        }
        return Message(ChatText(lines, separator: "\n"))
    }

    private func description(of state: FeedState) -> ChatText {
        let read: ChatText
        if let last = state.lastRead {
            let age = Duration.seconds(clock.now.timeIntervalSince(last))
            read = age < .seconds(1) ? "just read" : "read\(age, after: " ") ago"
        } else {
            read = "not read yet"
        }
        guard let fault = state.fault else {
            return state.lastRead == nil ? read : "\(read), \(state.seen.count, "entry", plural: "entries") known"
        }
        let wait = state.next.map { Duration.seconds($0.timeIntervalSince(clock.now)) }
        return "\(fault) It was \(read), and is tried again\(wait, after: " in ")."
    }

    /// A feed's title and server. The rest of its address may have a token in it.
    func name(of url: String, _ state: FeedState) -> UntrustedText {
        let server = UntrustedText(ClientRequest.get(url).server ?? "?")
        return state.title.map { "\(UntrustedText($0)) (\(server))" } ?? server
    }

    /// What is remembered about a feed.
    func state(of url: String) async throws -> FeedState {
        try await store.value(Self.key(of: url), as: FeedState.self) ?? FeedState()
    }

    /// The key of a feed's state. Its URL may contain a secret.
    static func key(of url: String) -> String { PluginStore.key("feed/", ofSecret: url) }
}
