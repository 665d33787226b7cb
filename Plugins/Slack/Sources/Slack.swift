import HarkClient
public import HarkEvents

/// Brings the bot into a Slack workspace: it speaks through the Web API, and listens over Socket Mode, which needs no
/// public URL.
public struct Slack: Plugin, ChatNetwork {
    static let token = Setting<Secret>(
        "HARK_SLACK_TOKEN", help: "The bot's token, xoxb-…, as “OAuth & Permissions” of the app shows it.")
    static let appToken = Setting<Secret?>(
        "HARK_SLACK_APP_TOKEN",
        help: "The app-level token, xapp-…, with connections:write; without it the bot speaks and hears nothing.")
    static let api = Setting<String>(
        "HARK_SLACK_API", default: "https://slack.com/api", help: "Where the Web API is, for a proxy or a test."
    ) { text throws(SettingMismatch) in
        guard BaseURL(text) != nil else { throw SettingMismatch(expected: "a URL such as https://slack.com/api") }
    }

    public static let manifest = Manifest<Self>(
        name: "slack", summary: "Speaks and listens in a Slack workspace.", settings: [token, appToken, api])

    let api: SlackAPI
    let directory: SlackDirectory
    let socket: SocketMode?
    let logger: Logger

    public init(_ context: PluginContext) throws {
        let url = try context.settings[Self.api]
        let api = SlackAPI(
            base: url.utf8.last == UInt8(ascii: "/") ? String(url.dropLast()) : url,
            token: try context.settings[Self.token], http: context.http)
        let directory = SlackDirectory(api)
        self.api = api
        self.directory = directory
        logger = context.logger
        socket = try context.settings[Self.appToken].map { token in
            SocketMode(
                api: api.with(token: token), directory: directory, webSockets: context.webSockets,
                clock: context.clock, logger: context.logger)
        }
    }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        let channel = try await directory.channel(named: room.name)
        var arguments: JSONObject = [
            "channel": .string(channel), "text": .string(SlackText.rendered(message.text)), "unfurl_links": false,
            "unfurl_media": false,
        ]
        if let thread = message.thread { arguments["thread_ts"] = .string(thread.text) }
        if message.isAlsoInRoom { arguments["reply_broadcast"] = true }
        do {
            let answer = try await api.call("chat.postMessage", arguments)
            return answer.ts.asText.map { MessageID($0.verbatim) }
        } catch {
            if error.kind == .noSuchRoom { directory.forget(room.name) }
            throw error
        }
    }

    public func run(_ inbox: ChatInbox) async throws {
        let bot = try await SlackBackOff.repeated(inbox) { () throws(ChatError) in try await api.call("auth.test") }
        if let socket {
            try await socket.run(inbox, bot: bot)
        } else {
            inbox.report(.connected)
            logger.notice("the bot hears nothing in Slack: HARK_SLACK_APP_TOKEN is not set")
            while !Task.isCancelled { try await Task.sleep(for: .seconds(86_400)) }
        }
    }
}
