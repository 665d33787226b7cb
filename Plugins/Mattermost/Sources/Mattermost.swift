import HarkClient
public import HarkEvents

/// Connects the bot to the teams of a Mattermost server: it sends through the REST API, and receives through the
/// server's WebSocket.
public struct Mattermost: Plugin, ChatNetwork {
    static let url = Setting<BaseURL>(
        "HARK_MATTERMOST_URL", help: "The server's site URL, such as https://chat.example.org, without a team.")
    static let token = Setting<Secret>(
        "HARK_MATTERMOST_TOKEN", help: "The bot's access token, as “Bot Accounts” under Integrations shows it once.")
    static let team = Setting<String?>(
        "HARK_MATTERMOST_TEAM",
        help: "The team of rooms without one, by the name in its URL; not needed when the bot is in only one team.")

    public static let manifest = Manifest<Self>(
        name: "mattermost", summary: "Sends and receives messages on a Mattermost server.",
        settings: [url, token, team])

    /// A server with rate limits allows 10 requests per second by default. It remembers a `pending_post_id` for 30
    /// seconds.
    public static let capabilities = NetworkCapabilities(
        [.threads, .edits, .reactions, .directMessages],
        longestText: .scalars(MattermostText.limit), paceInAll: Pace(burst: 10, interval: .milliseconds(100)),
        keyLifetime: .seconds(25))

    let api: MattermostAPI
    let directory: MattermostDirectory
    let listener: MattermostListener

    public init(_ context: PluginContext) throws {
        api = MattermostAPI(
            base: try context.settings[Self.url], token: try context.settings[Self.token], http: context.http)
        directory = MattermostDirectory(api, team: try context.settings[Self.team])
        listener = MattermostListener(
            api: api, directory: directory, webSockets: context.webSockets, clock: context.clock,
            logger: context.logger)
    }

    public func run(_ inbox: ChatInbox) async throws { try await listener.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let channel = try await directory.channel(named: room.name)
        var post = await content(of: message)
        post["channel_id"] = .string(channel)
        post["pending_post_id"] = .string(message.key)
        if let thread = message.thread { post["root_id"] = .string(thread.text) }
        do throws(ChatError) {
            return try await api.create(post)
        } catch {
            switch error.kind {
            case .notAMember where !room.name.hasPrefix("@"):
                guard await directory.join(channel) else { throw error }
            case .noSuchRoom:
                directory.forget(room.name)
                throw error
            default: throw error
            }
            return try await api.create(post)
        }
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        guard MattermostDirectory.isIdentifier(id.text) else { throw MattermostAPI.noSuchPost }
        var post = await content(of: message)
        // All properties are replaced: the earlier attachment is removed, and the post stays marked as a bot's.
        post["props"] = [
            "from_bot": "true", "attachments": post["props"]?["attachments"] ?? [],
        ]
        try await api.call(.put, "/posts/\(id.text)/patch", .object(post))
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        let bot = try await directory.bot()
        try await api.call(
            .post, "/reactions",
            [
                "user_id": .string(bot.id), "post_id": .string(id.text), "emoji_name": .string(reaction.emojiName),
            ])
    }

    public func identify() async throws(ChatError) -> String? { "@\(try await directory.bot(isFresh: true).name)" }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let channel = try await directory.channel(named: room.name)
        if room.name.hasPrefix("@") { return "\(room.name), direct messages" }
        return try await directory.describe(channel, named: room.name)
    }

    public func directRoom(of person: Person) -> Room? {
        MattermostDirectory.isIdentifier(person.id) ? Room(named: "@\(person.id)", on: Self.networkName) : nil
    }

    /// The text and attachments of a post. If the severity has a colour, the text is in an attachment with a coloured
    /// bar.
    private func content(of message: OutgoingMessage) async -> JSONObject {
        let text = MattermostText.rendered(message.text, names: await directory.usernames(in: message.text))
        guard let color = message.severity?.color else { return ["message": .string(text)] }
        let attachment: JSONValue = [
            "fallback": .string(message.text.withoutControls.clipped(to: 1000).plain), "color": .string("#\(color)"),
            "text": .string(text),
        ]
        return ["message": "", "props": ["attachments": [attachment]]]
    }
}
