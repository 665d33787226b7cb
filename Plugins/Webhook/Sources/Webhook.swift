import HarkClient
public import HarkEvents

/// Posts the bot's messages to incoming webhooks, with one URL for each room: of Slack and services with the same
/// format, or, with a template, of anything that takes JSON. It receives nothing.
public struct Webhook: Plugin, ChatNetwork {
    static let rooms = Setting<RoomURLs>(
        "HARK_WEBHOOK_ROOMS", help: "The rooms and their URLs, which are secrets: ops=https://…,dev=https://….")
    static let body = Setting<BodyTemplate?>(
        "HARK_WEBHOOK_BODY",
        help: "The body as JSON, with {{text}}, {{room}} and {{severity}} in its strings; without it Slack's.")

    public static let manifest = Manifest<Self>(
        name: "webhook", summary: "Posts to incoming webhooks, and receives nothing.", settings: [rooms, body])

    /// Slack and Discord accept about one message per second; short bursts are allowed.
    public static let capabilities = NetworkCapabilities(
        longestText: .scalars(WebhookText.limit), pace: Pace(burst: 3, interval: .seconds(1)))

    let rooms: RoomURLs
    let template: BodyTemplate?
    let http: HTTPClient
    let clock: BotClock

    public init(_ context: PluginContext) throws {
        rooms = try context.settings[Self.rooms]
        template = try context.settings[Self.body]
        http = context.http
        clock = context.clock
    }

    public func run(_ inbox: ChatInbox) async throws {
        try await inbox.stayOpen(clock)
    }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let url = try rooms.url(of: room).reveal()
        let body = template?.body(of: message, in: room) ?? WebhookText.body(of: message, limit: Self.limit(of: url))
        let name = "The webhook of \(WebhookAnswer.shown(room))"
        let response = try await http.send(.post(url, json: body), to: name)
        try WebhookAnswer(response).check(for: room, isSlacks: template == nil)
        return nil
    }

    /// Longest message of a URL, in characters: Discord's `/slack` accepts no more than Discord itself
    /// (docs.discord.com/developers/resources/webhook, "Execute Slack-Compatible Webhook").
    private static func limit(of url: String) -> Int {
        let path = url.prefix { $0 != "?" }
        return path.hasSuffix("/slack") ? WebhookText.discordLimit : WebhookText.limit
    }

    public func canonicalName(of room: Room) -> String {
        room.name.utf8.first == UInt8(ascii: "#") ? room.name : "#\(room.name)"
    }

    public func identify() async throws(ChatError) -> String? { "the owner of each URL; there is no login to check" }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        "a URL of \(try rooms.server(of: room)); whether it works is seen once something is said"
    }
}
