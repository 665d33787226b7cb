import HarkClient
public import HarkEvents

/// Connects the bot to Discord servers: it sends through the REST API, and receives through the gateway, which needs no
/// public URL.
public struct Discord: Plugin, ChatNetwork {
    static let token = Setting<Secret>(
        "HARK_DISCORD_TOKEN", help: "The bot's token, as “Bot” of the application shows it after “Reset Token”.")
    static let server = Setting<String?>(
        "HARK_DISCORD_SERVER",
        help: "The server of rooms without one, best as its identifier; not needed when the bot is in only one server."
    )
    static let api = Setting(
        "HARK_DISCORD_API", default: BaseURL(constant: "https://discord.com/api/v10"),
        help: "Where the REST API is, for a proxy or a test.")

    public static let manifest = Manifest<Self>(
        name: "discord", summary: "Sends and receives messages in Discord.", settings: [token, server, api])

    /// Discord remembers a nonce "for a few minutes" (its page "Create Message"), and accepts 50 requests per second
    /// from a bot.
    public static let capabilities = NetworkCapabilities(
        [.threads, .edits, .reactions, .directMessages], longestText: DiscordText.longest,
        pace: Pace(burst: 5, interval: .seconds(1)), paceInAll: Pace(burst: 25, interval: .milliseconds(40)),
        keyLifetime: .seconds(120))

    /// `GATEWAY_MESSAGE_CONTENT` and, for small bots, `GATEWAY_MESSAGE_CONTENT_LIMITED`
    /// (docs.discord.com/developers/resources/application#application-object-application-flags).
    private static let contentFlags = 1 << 18 | 1 << 19

    let api: DiscordAPI
    let directory: DiscordDirectory
    let threads: DiscordThreads
    let gateway: DiscordGateway

    public init(_ context: PluginContext) throws {
        api = DiscordAPI(
            base: try context.settings[Self.api],
            token: try context.settings[Self.token], http: context.http, clock: context.clock)
        directory = DiscordDirectory(api, server: try context.settings[Self.server])
        threads = DiscordThreads(api, directory)
        gateway = DiscordGateway(
            api: api, directory: directory, webSockets: context.webSockets, logger: context.logger)
    }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let channel = try await directory.channel(named: room.name)
        do {
            return try await threads.send(message, in: channel, isDirect: room.name.hasPrefix("@"))
        } catch {
            if error.kind == .noSuchRoom { directory.forget(channel) }
            throw error
        }
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        let place = DiscordMessageID(id)
        let channel = try await channel(of: place, in: room)
        _ = try await api.call(
            .patch, "/channels/\(channel)/messages/\(place.message)", DiscordBody.edit(message))
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        let place = DiscordMessageID(id)
        let channel = try await channel(of: place, in: room)
        let emoji = reaction.emoji.utf8.map { "%\(String($0, radix: 16, uppercase: true))" }.joined()
        _ = try await api.call(.put, "/channels/\(channel)/messages/\(place.message)/reactions/\(emoji)/@me")
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let channel = try await directory.channel(named: room.name)
        let found = try await api.call(.get, "/channels/\(channel)")
        // A typing indicator sends no message, and is refused whenever a message would be.
        _ = try await api.call(.post, "/channels/\(channel)/typing")
        guard let name = found.name.asText?.sanitized(to: 100), !name.isEmpty else { return "channel \(channel)" }
        return "#\(name), channel \(channel)"
    }

    public func identify() async throws(ChatError) -> String? {
        let bot = try await api.call(.get, "/users/@me")
        let name = bot.username.asText?.sanitized(to: 80) ?? "the bot"
        let flags = try? await api.call(.get, "/applications/@me").flags.asInt
        guard let flags, flags & Self.contentFlags == 0 else { return name }
        return
            "\(name), which receives no commands with a prefix: switch “Message Content Intent” on, on the application's "
            + "page under “Bot”"
    }

    public func directRoom(of person: Person) -> Room? {
        person.id.isSnowflake ? Room(named: "@\(person.id)", on: person.network) : nil
    }

    public func run(_ inbox: ChatInbox) async throws { try await gateway.run(inbox) }

    private func channel(of place: DiscordMessageID, in room: Room) async throws(ChatError) -> String {
        if let thread = place.thread { return thread }
        return try await directory.channel(named: room.name)
    }
}
