import HarkClient
public import HarkEvents

/// Connects the bot to a Zulip organization: it sends to channels and their topics, and receives from an event queue.
public struct Zulip: Plugin, ChatNetwork {
    static let url = Setting<BaseURL>(
        "HARK_ZULIP_URL", help: "The organization's address, such as https://example.zulipchat.com.")
    static let email = Setting<String>("HARK_ZULIP_EMAIL", help: "The bot's e-mail address, as its zuliprc has it.")
    static let key = Setting<Secret>("HARK_ZULIP_KEY", help: "The bot's API key, as its zuliprc has it.")
    static let topic = Setting<String>(
        "HARK_ZULIP_TOPIC", default: "hark", help: "The topic of rooms without one; #ops>deploys is a room with one.")

    public static let manifest = Manifest<Self>(
        name: "zulip", summary: "Sends and receives messages in a Zulip organization.",
        settings: [url, email, key, topic])

    /// A thread is a topic of the room, and visible like any other. By default a user may make 200 requests per minute.
    public static let capabilities = NetworkCapabilities(
        [.threads, .threadsSeenInRoom, .edits, .reactions, .directMessages], longestText: .scalars(ZulipText.limit),
        paceInAll: Pace(burst: 10, interval: .milliseconds(300)))

    let api: ZulipAPI
    let topic: String
    let echoes = ZulipEchoes()
    let listener: ZulipListener

    public init(_ context: PluginContext) throws {
        let api = ZulipAPI(
            base: try context.settings[Self.url], email: try context.settings[Self.email],
            key: try context.settings[Self.key], http: context.http)
        self.api = api
        topic = try context.settings[Self.topic]
        listener = ZulipListener(
            api: api, people: ZulipPeople(api, clock: context.clock, logger: context.logger), echoes: echoes,
            clock: context.clock, logger: context.logger)
    }

    public func run(_ inbox: ChatInbox) async throws { try await listener.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let place = try ZulipPlace(room.name, thread: message.thread, topic: topic)
        // A message whose result was unknown has appeared among the events since.
        if let known = echoes.message(of: message.key) { return place.message(known) }
        var fields = place.fields + [("content", ZulipText.rendered(message))]
        if let queue = echoes.queue { fields += [("queue_id", queue), ("local_id", message.key)] }
        do throws(ChatError) {
            let answer = try await api.call(.post, "/messages", fields)
            guard let id = answer.id.asInt else {
                throw ChatError(
                    .transient, "Zulip's answer names no message. Is a proxy in between?", mayHaveArrived: true)
            }
            return place.message(id)
        } catch {
            throw await explained(error, of: place)
        }
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        try await api.call(
            .patch, "/messages/\(try ZulipPlace.number(of: id))", [("content", ZulipText.rendered(message))])
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        // Zulip has its own names (zulip/zulip, tools/setup/emoji/emoji_names.py).
        let name =
            switch reaction {
            case .seen: "eyes"
            case .done: "check"
            case .failed: "cross_mark"
            }
        let path = "/messages/\(try ZulipPlace.number(of: id))/reactions"
        do throws(ChatError) { try await api.call(.post, path, [("emoji_name", name)]) } catch {
            guard error == ZulipAPI.hasReaction else { throw error }
        }
    }

    public func identify() async throws(ChatError) -> String? {
        try await api.call(.get, "/users/me").full_name.asText?.sanitized(to: 80) ?? "the bot"
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let place = try ZulipPlace(room.name, thread: nil, topic: topic)
        switch place {
        case .channel(let name, let topic):
            do throws(ChatError) {
                let id = try await api.call(.get, "/get_stream_id", [("stream", name)]).stream_id.asInt
                let shown = "#\(name), topic “\(topic)”\(id.map { " (\($0))" } ?? "")"
                let subscribed = try await api.channels(of: "/users/me/subscriptions", "subscriptions")
                if subscribed.contains(where: { $0.lowercased() == name.lowercased() }) { return shown }
                return "\(shown); the bot is not subscribed, and receives nothing there"
            } catch {
                // Whatever is wrong with the name, the error code only says that the request is bad.
                guard case .refused = error.kind else { throw error }
                throw await noSuchChannel(name)
            }
        case .direct(let people):
            for person in people {
                do throws(ChatError) { try await api.call(.get, "/users/\(person.path)") } catch {
                    guard case .refused = error.kind else { throw error }
                    throw ChatError(.noSuchRoom, "Zulip knows nobody with the address “\(person.shown)”.")
                }
            }
            return "\(room.name), direct messages"
        }
    }

    /// A channel is the same room with and without its default topic.
    public func canonicalName(of room: Room) -> String {
        ZulipPlace.name(of: room.name, withoutTopic: topic)
    }

    public func directRoom(of person: Person) -> Room? {
        Int(person.id).map { Room(named: "@\($0)", on: Self.networkName) }
    }

    /// An error of sending, with an explanation if one can be found.
    private func explained(_ error: ChatError, of place: ZulipPlace) async -> ChatError {
        switch (error.kind, place) {
        case (.noSuchRoom, .channel(let name, _)): await noSuchChannel(name)
        case (.refused, .direct): ChatError(.noSuchRoom, "Zulip does not take the direct message. \(error.reason)")
        default: error
        }
    }

    private func noSuchChannel(_ name: String) async -> ChatError {
        let names = (try? await api.channels(of: "/streams", "streams")) ?? []
        let hint = Suggestion(for: name, among: names.sorted()).nearest.map { " Did you mean #\($0)?" } ?? ""
        return ChatError(
            .noSuchRoom,
            "Zulip has no channel “\(name)” that the bot can see; a private one is seen once the bot is subscribed.\(hint)"
        )
    }
}
