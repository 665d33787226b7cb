import HarkClient
public import HarkEvents

/// Connects the bot to the rooms of a Rocket.Chat server: it sends through the REST API, and receives the deliveries of
/// an outgoing webhook of the server.
public struct RocketChat: Plugin, ChatNetwork {
    static let url = Setting<BaseURL>(
        "HARK_ROCKETCHAT_URL", help: "The server's address as browsers show it, such as https://chat.example.org.")
    static let user = Setting<String>(
        "HARK_ROCKETCHAT_USER", help: "The identifier of the bot's account, shown together with its access token."
    ) { text throws(SettingMismatch) in
        guard RocketChatDirectory.isIdentifier(text) else {
            throw SettingMismatch(expected: "an identifier of letters and digits, not the account's name")
        }
    }
    static let token = Setting<Secret>(
        "HARK_ROCKETCHAT_TOKEN", help: "The personal access token of the bot's account.")
    static let webhookToken = Setting<Secret>(
        "HARK_ROCKETCHAT_WEBHOOK_TOKEN",
        help: "The token of the outgoing webhook; until it is set the bot receives nothing.")

    public static let manifest = Manifest<Self>(
        name: "rocketchat", summary: "Sends and receives messages on a Rocket.Chat server.",
        settings: [url, user, token, webhookToken],
        routes: [.post(.json, receive).verified(by: verifier, with: \.webhookToken).accepting(atMost: 256 << 10)])

    /// Repetitions are detected here and not by the host, because Rocket.Chat requires JSON in a response.
    private static let verifier = Verifier("rocketchat", .token(.field("token"), prefix: ""), issuedBy: .provider)

    /// A bot with the permission `api-bypass-rate-limit` has no limit; this one protects the room. A message's
    /// identifier is its key, which is remembered as long as the message exists.
    public static let capabilities = NetworkCapabilities(
        [.threads, .edits, .reactions, .directMessages],
        longestText: .utf16(RocketChatText.limit), pace: Pace(burst: 10, interval: .milliseconds(200)),
        keyLifetime: .seconds(86_400))

    let webhookToken: Secret
    let api: RocketChatAPI
    let directory: RocketChatDirectory
    let listener: RocketChatListener

    public init(_ context: PluginContext) throws {
        webhookToken = try context.settings[Self.webhookToken]
        api = RocketChatAPI(
            base: try context.settings[Self.url], user: try context.settings[Self.user],
            token: try context.settings[Self.token], http: context.http, clock: context.clock)
        directory = RocketChatDirectory(api)
        listener = RocketChatListener(directory: directory, clock: context.clock)
    }

    public func run(_ inbox: ChatInbox) async throws { try await listener.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        // An identifier in the server's format, the same for every attempt to send the message: 68 bits of its key.
        let id = String(message.key.prefix(17))
        let target = try await directory.room(named: room.name)
        var content: JSONObject = [
            "_id": .string(id), "rid": .string(target), "msg": .string(await text(of: message)),
        ]
        if let thread = message.thread, try await directory.hasMessage(thread.text, in: target) {
            content["tmid"] = .string(thread.text)
        }
        do throws(ChatError) {
            // The server does not store a known identifier again; its response then names no message.
            try await api.post("chat.sendMessage", ["message": .object(content), "previewUrls": []])
        } catch {
            switch error.kind {
            case .noSuchRoom: directory.forget(room.name)
            // A server may also refuse a known identifier.
            case .refused:
                if (try? await directory.hasMessage(id, in: target)) == true { return MessageID(id) }
            default: break
            }
            throw error
        }
        directory.learn(message: id, in: target)
        return MessageID(id)
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        let target = try await directory.room(named: room.name)
        try await api.post(
            "chat.update",
            [
                "roomId": .string(target), "msgId": .string(id.text), "text": .string(await text(of: message)),
                "previewUrls": [],
            ])
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        try await api.post(
            "chat.react",
            ["messageId": .string(id.text), "emoji": .string(":\(reaction.emojiName):"), "shouldReact": true])
    }

    public func identify() async throws(ChatError) -> String? { "@\(try await directory.botName(isFresh: true))" }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let id = try await directory.room(named: room.name)
        return room.name.hasPrefix("@") ? "\(room.name), direct messages" : try await directory.describe(id, room.name)
    }

    public func directRoom(of person: Person) -> Room? {
        RocketChatDirectory.isIdentifier(person.id)
            ? Room(named: "@\(person.id)", on: Self.networkName) : nil
    }

    /// Handles a delivery, and responds without a message; an empty response would count as a failure.
    func receive(_ delivery: Delivery<RocketChatDelivery>) async throws -> HandlerOutcome {
        guard let wait = await listener.take(delivery.body) else {
            return .handled(.json([:]))
        }
        return .retry(after: wait)
    }

    private func text(of message: OutgoingMessage) async -> String {
        // The API edits the text of a message but not its attachments, so a coloured bar would remain.
        RocketChatText.rendered(message.markedText, names: await directory.usernames(in: message.text))
    }
}
