import HarkClient
public import HarkEvents

/// Connects the bot to channels of Microsoft Teams: it sends through Workflows flows, with one URL for each channel,
/// and receives the deliveries of a team's outgoing webhook.
public struct Teams: Plugin, ChatNetwork {
    static let rooms = Setting<RoomURLs>(
        "HARK_TEAMS_ROOMS",
        help: "The rooms and the URLs of their flows, which are secrets: ops=https://…,dev=https://….")
    static let secret = Setting<Secret>(
        "HARK_TEAMS_SECRET",
        help: "The security token of the outgoing webhook; until it is set the bot receives nothing.")
    static let channels = Setting<[TeamsChannel]>(
        "HARK_TEAMS_CHANNELS", default: [],
        help: "Which channel a room of HARK_TEAMS_ROOMS is, by its identifier: ops=19:…@thread.tacv2.")

    public static let manifest = Manifest<Self>(
        name: "teams", summary: "Sends and receives messages in channels of Microsoft Teams.",
        settings: [rooms, secret, channels],
        routes: [
            .post("/teams", .json, receive).verified(by: .teams, with: \.secret).accepting(atMost: 256 << 10)
                .answering(within: .seconds(5))
        ])

    /// A flow returns no message identifier, so messages cannot be answered, edited or found again. The retired
    /// connectors accepted four messages per second; flows have no published rate limit.
    public static let capabilities = NetworkCapabilities(
        longestText: .bytes(TeamsCard.limit), pace: Pace(burst: 3, interval: .seconds(1)))

    /// Teams waits five seconds for an answer to an outgoing webhook.
    private static let patience = Duration.seconds(4)

    let secret: Secret
    let rooms: RoomURLs
    let channels: [TeamsChannel]
    let http: HTTPClient
    let clock: BotClock
    let pendingReplies = PendingReplies()

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        rooms = try context.settings[Self.rooms]
        channels = try context.settings[Self.channels]
        for channel in channels where !rooms.names.contains(channel.room) {
            let hint = Suggestion(for: channel.room, among: rooms.names).question
            throw ChatError(
                .noSuchRoom,
                "\(Self.channels.variable) names “\(channel.room)”, which is not in \(Self.rooms.variable).\(hint)")
        }
        http = context.http
        clock = context.clock
    }

    public func run(_ inbox: ChatInbox) async throws {
        pendingReplies.open(inbox)
        defer { pendingReplies.close() }
        try await inbox.stayOpen(clock)
    }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        if pendingReplies.take(message, in: room) { return nil }
        let url = try rooms.url(of: room)
        let request = ClientRequest.post(url.reveal(), json: TeamsCard.activity(of: message))
        let response = try await http.send(request, to: "Teams")
        try FlowAnswer(response).check(for: room)
        return nil
    }

    public func canonicalName(of room: Room) -> String {
        // Only a channel's own identifier contains a colon.
        room.name.utf8.first == UInt8(ascii: "#") || room.name.utf8.contains(UInt8(ascii: ":"))
            ? room.name : "#\(room.name)"
    }

    public func identify() async throws(ChatError) -> String? { "the owner of each flow; there is no login to check" }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        "a flow at \(try rooms.server(of: room)); whether it works is seen once something is said"
    }

    /// Handles a person's message to the outgoing webhook, and responds with the bot's answer: Teams shows it in the
    /// thread of the question, and requires a text in any case (MicrosoftDocs/msteams-docs issue 666).
    func receive(_ delivery: Delivery<TeamsActivity>) async throws -> HandlerOutcome {
        guard let message = delivery.body.message(channels: channels) else {
            return .ignored("an activity that no person wrote")
        }
        // A signed activity without a time counts as recent.
        guard delivery.body.timestamp.map(clock.isRecent) ?? true else { return .ignored("an old message") }
        let answer = try await pendingReplies.ask(message, within: Self.patience, clock)
        let activity = TeamsCard.activity(of: answer ?? OutgoingMessage(lateness(of: message.room)))
        return .handled(.json(activity))
    }

    /// The response if there is no answer in time.
    private func lateness(of room: Room) -> ChatText {
        if (try? rooms.url(of: room)) != nil { return "There is no answer yet. A later one is a message of its own." }
        return "There is no answer yet. A later one is lost, because this channel has no flow (HARK_TEAMS_ROOMS)."
    }
}
