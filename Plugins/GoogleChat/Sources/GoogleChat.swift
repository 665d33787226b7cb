import HarkClient
public import HarkEvents

/// Connects the bot to Google Chat spaces as an app: it sends through the Chat API with a service account, and receives
/// events at the app's endpoint.
public struct GoogleChat: Plugin, ChatNetwork {
    static let account = Setting<ServiceAccount>(
        "HARK_GOOGLECHAT_ACCOUNT",
        help: "The JSON key of the app's service account; HARK_GOOGLECHAT_ACCOUNT_FILE names the file of it.")
    static let audience = Setting<TokenAudience?>(
        "HARK_GOOGLECHAT_AUDIENCE",
        help:
            "The authentication audience of the app: the project's number or the endpoint URL; until it is set the bot receives nothing."
    )
    static let api = Setting(
        "HARK_GOOGLECHAT_API", default: BaseURL(constant: "https://chat.googleapis.com"),
        help: "Where the Chat API is, for a proxy or a test.")
    static let keys = Setting<BaseURL?>(
        "HARK_GOOGLECHAT_KEYS", help: "Where the keys of Google's tokens are, for a proxy or a test."
    ) { url throws(SettingMismatch) in
        guard url?.isTrustworthy != false else {
            throw SettingMismatch(expected: "an https:// URL; http:// only on this machine")
        }
    }

    public static let manifest = Manifest<Self>(
        name: "googlechat", summary: "Sends and receives messages in Google Chat.",
        settings: [account, audience, api, keys],
        // The handler verifies the token of a call: its keys are Google's and change.
        routes: [
            .post(.json, receive).verifiedByHandler { $0.listener.mayVerify($1[.authorization]) }
                .accepting(atMost: 256 << 10)
        ])

    /// A space accepts one message per second from all apps together. A message's name is its key, which is remembered
    /// as long as the message exists.
    public static let capabilities = NetworkCapabilities(
        [.threads, .edits, .directMessages], longestText: .bytes(GoogleChatText.limit),
        pace: Pace(burst: 1, interval: .seconds(1)), keyLifetime: .seconds(86_400))

    let accountEmail: String
    let chat: GoogleChatAPI
    let spaces: GoogleChatSpaces
    let listener: GoogleChatListener

    public init(_ context: PluginContext) throws {
        let account = try context.settings[Self.account]
        let audience = try context.settings[Self.audience]
        let keysURL = try context.settings[Self.keys]
        accountEmail = account.email
        chat = GoogleChatAPI(
            base: try context.settings[Self.api],
            tokens: GoogleTokens(account: account, http: context.http, clock: context.clock), http: context.http)
        spaces = GoogleChatSpaces(chat, clock: context.clock)
        listener = GoogleChatListener(
            spaces: spaces, audience: audience, keys: context.publishedKeys, keysURL: keysURL.map { "\($0)" },
            clock: context.clock)
    }

    public func run(_ inbox: ChatInbox) async throws { try await listener.run(inbox) }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let space = try await spaces.space(named: room.name)
        var body: JSONObject = ["text": .string(GoogleChatText.rendered(message.markedText))]
        // For a repeated identifier, Google returns the first message with it.
        var query = [("requestId", message.uuid)]
        if let thread = message.thread, let name = await spaces.thread(of: thread.text), name.hasPrefix("\(space)/") {
            body["thread"] = ["name": .string(name)]
            query.append(("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD"))
        }
        let answer: PayloadView
        do throws(ChatError) {
            answer = try await chat.call(.post, "\(space)/messages", query, .object(body))
        } catch {
            if error.kind == .noSuchRoom || error.kind == .notAMember { spaces.forget(room.name) }
            throw error
        }
        guard let id = answer.name.asText?.verbatim, GoogleChatText.isName(id) else {
            throw ChatError(
                .transient, "Google Chat's answer names no message. Is a proxy in between?", mayHaveArrived: true)
        }
        if let thread = answer.thread.name.asText?.verbatim { spaces.learn(message: id, in: thread) }
        return MessageID(id)
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        guard GoogleChatText.isName(id.text) else { throw GoogleChatAPI.noSuchMessage }
        do throws(ChatError) {
            let text = GoogleChatText.rendered(message.markedText)
            try await chat.call(.patch, id.text, [("updateMask", "text")], ["text": .string(text)])
        } catch {
            throw error.kind == .noSuchRoom ? GoogleChatAPI.noSuchMessage : error
        }
    }

    public func identify() async throws(ChatError) -> String? {
        try await spaces.check()
        return accountEmail
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        try await spaces.describe(try await spaces.space(named: room.name), room.name)
    }

    public func directRoom(of person: Person) -> Room? {
        GoogleChatText.isPerson(person.id) ? Room(named: person.id, on: Self.networkName) : nil
    }

    /// Handles an event, and responds without a message: the bot sends messages through the API.
    func receive(_ delivery: Delivery<GoogleChatEvent>) async throws -> HandlerOutcome {
        try await listener.verify(delivery.headers[.authorization])
        guard await listener.take(delivery.body) else { return .retry(after: .seconds(5)) }
        return .handled(.json([:]))
    }
}

extension OutgoingMessage {
    /// The key as a UUID (RFC 9562, 4): the same for every attempt to send the message.
    fileprivate var uuid: String {
        let digits = Array(key)
        guard digits.count == 32 else { return key }
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
        return parts.joined(separator: "-")
    }
}
