import HarkClient
public import HarkEvents

/// Connects the bot to a Slack workspace: it sends through the Web API, and receives through Socket Mode, which needs
/// no public URL.
public struct Slack: Plugin, ChatNetwork {
    static let token = Setting<Secret>(
        "HARK_SLACK_TOKEN", help: "The bot's token, xoxb-…, as “OAuth & Permissions” of the app shows it.")
    static let appToken = Setting<Secret?>(
        "HARK_SLACK_APP_TOKEN",
        help: "The app-level token, xapp-…, with connections:write; without it the bot only sends.")
    static let api = Setting(
        "HARK_SLACK_API", default: BaseURL(constant: "https://slack.com/api"),
        help: "Where the Web API is, for a proxy or a test.")

    public static let manifest = Manifest<Self>(
        name: "slack", summary: "Sends and receives messages in a Slack workspace.", settings: [token, appToken, api])

    public static let capabilities = NetworkCapabilities(
        [.threads, .threadsSeenInRoom, .edits, .reactions, .directMessages], longestText: .scalars(SlackText.limit),
        // “Generally no more than one message per second per channel”, short bursts pass
        // (docs.slack.dev/apis/web-api/rate-limits).
        pace: Pace(burst: 3, interval: .seconds(1)))

    let api: SlackAPI
    let directory: SlackDirectory
    let commands: SlackCommands
    let socket: SocketMode?
    let revocationCheck: RevocationCheck
    let logger: Logger
    let clock: BotClock

    public init(_ context: PluginContext) throws {
        let api = SlackAPI(
            base: try context.settings[Self.api],
            token: try context.settings[Self.token], http: context.http)
        let directory = SlackDirectory(api, clock: context.clock)
        let commands = SlackCommands(clock: context.clock)
        self.api = api
        self.directory = directory
        self.commands = commands
        revocationCheck = RevocationCheck(context.clock) { _ = try await api.call("auth.test") }
        logger = context.logger
        clock = context.clock
        socket = try context.settings[Self.appToken].map { token in
            SocketMode(
                api: api.with(token: token), directory: directory, commands: commands,
                webSockets: context.webSockets, logger: context.logger, clock: context.clock)
        }
    }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        var arguments = SlackText.arguments(of: message)
        // A slash command is not a message, so it cannot start a thread.
        if let thread = message.thread, !SlackCommands.isCommand(thread) {
            arguments["thread_ts"] = .string(thread.text)
        }
        if message.isAlsoInRoom { arguments["reply_broadcast"] = true }
        arguments["unfurl_links"] = false
        arguments["unfurl_media"] = false
        do {
            return try await call("chat.postMessage", in: room, arguments).ts.asText.map { MessageID($0.verbatim) }
        } catch {
            guard error.kind == .notAMember || error.kind == .noSuchRoom, let command = message.replyTo,
                let url = commands.url(toAnswer: command)
            else { throw error }
            // Where the bot is not a member, only the person who asked sees the answer.
            var arguments = SlackText.arguments(of: message)
            arguments["response_type"] = "ephemeral"
            try await api.respond(to: url, arguments)
            return nil
        }
    }

    public func edit(_ id: MessageID, in room: Room, to message: OutgoingMessage) async throws(ChatError) {
        var arguments = SlackText.arguments(of: message)
        // Fields that are not replaced keep their earlier content.
        if arguments["attachments"] == nil { arguments["attachments"] = [] }
        if arguments["text"] == nil { arguments["text"] = "" }
        arguments["ts"] = .string(id.text)
        _ = try await call("chat.update", in: room, arguments)
    }

    public func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        // A slash command is not visible, so there is nothing to react to.
        guard !SlackCommands.isCommand(id) else { return }
        _ = try await call(
            "reactions.add", in: room, ["timestamp": .string(id.text), "name": .string(reaction.emojiName)])
    }

    public func identify() async throws(ChatError) -> String? {
        let (answer, scopes) = try await api.answer(of: "auth.test")
        _ = try await socket?.address()
        let (bot, team) = (answer.user.asText?.sanitized(to: 80), answer.team.asText?.sanitized(to: 80))
        let name = "\(bot ?? "the bot") in \(team ?? "Slack")"
        let missing = Self.scopes(isListening: socket != nil).filter { scopes?.contains($0) == false }
        guard !missing.isEmpty else { return name }
        return "\(name), whose token lacks the scopes \(missing.joined(separator: ", ")): add them under “OAuth & "
            + "Permissions”, and install the app again"
    }

    /// The scopes that the token needs, as listed in the README.
    private static func scopes(isListening: Bool) -> [String] {
        let sending = ["chat:write", "channels:read", "groups:read", "im:write"]
        let listening = [
            "users:read", "channels:history", "groups:history", "im:history", "app_mentions:read", "reactions:write",
        ]
        return isListening ? sending + listening : sending
    }

    public func resolve(_ room: Room) async throws(ChatError) -> String {
        let channel = try await directory.channel(named: room.name)
        guard !room.name.hasPrefix("@") else { return channel }
        let answer = try await api.call("conversations.info", ["channel": .string(channel)])
        guard answer.channel.is_archived.asJSON?.boolValue != true else {
            throw ChatError(.noSuchRoom, "The channel is archived. Choose another one, or unarchive it in Slack.")
        }
        // A channel of direct messages has no membership.
        guard answer.channel.is_member.asJSON?.boolValue == true || answer.channel.is_im.asJSON?.boolValue == true
        else {
            throw ChatError(.notAMember, "The bot is not in the channel. Invite it there: /invite @<bot>.")
        }
        return channel
    }

    public func directRoom(of person: Person) -> Room? { Room(named: "@\(person.id)", on: Self.networkName) }

    /// Calls a method for a channel; if Slack does not find it, it is looked up again the next time.
    private func call(
        _ method: String, in room: Room, _ arguments: JSONObject
    ) async throws(ChatError) -> PayloadView {
        do throws(ChatError) {
            let channel = try await directory.channel(named: room.name)
            var arguments = arguments
            arguments["channel"] = .string(channel)
            do { return try await api.call(method, arguments) } catch {
                if error.kind == .noSuchRoom { directory.forget(channel) }
                throw error
            }
        } catch {
            if error.kind == .unauthorized { revocationCheck.request() }
            throw error
        }
    }

    public func run(_ inbox: ChatInbox) async throws {
        try await revocationCheck.whileAccepted {
            guard let socket else { return try await runSendOnly(inbox) }
            try await socket.whileTaking(inbox) { queue in
                try await inbox.stayConnected(clock, stableTime: .seconds(10)) {
                    try await socket.run(inbox, bot: try await api.call("auth.test"), queue)
                }
            }
        }
    }

    /// Runs without receiving: there is no connection, so it checks now and then that Slack accepts the bot.
    private func runSendOnly(_ inbox: ChatInbox) async throws {
        logger.notice("the bot receives nothing in Slack: HARK_SLACK_APP_TOKEN is not set")
        try await inbox.stayAccepted(clock, every: .seconds(180)) { _ = try await api.call("auth.test") }
    }
}
