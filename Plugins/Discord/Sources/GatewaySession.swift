import HarkEvents

/// The state of a session with the gateway, and the actions that each of its messages requires
/// (docs.discord.com/developers/events/gateway). It outlives connections: a new one resumes the session.
struct GatewaySession: Sendable {
    /// An action.
    enum Action: Sendable, Equatable {
        /// Send this.
        case send(JSONValue)
        /// Send a heartbeat after the first time, and then after each interval.
        case beat(first: Duration, interval: Duration)
        /// Messages go both ways now.
        case ready
        /// Something happened.
        case event(String, PayloadView)
        /// Close the connection, wait, and open another one.
        case reconnect(after: Duration)
    }

    /// GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES.
    private static let usualIntents = 1 | 1 << 9 | 1 << 12

    /// MESSAGE_CONTENT, which has to be switched on for an application.
    private static let contentIntent = 1 << 15

    /// The interval of heartbeats if Discord names no valid one.
    private static let usualInterval = Duration.milliseconds(41_250)

    /// Whether the bot sees the text of all messages, and not only of those addressed to it.
    private(set) var seesContent = true

    /// The bot's own identifier, once Discord has sent it.
    private(set) var botID: String?

    /// Whether messages go both ways over this connection.
    private(set) var isReady = false

    private(set) var resumeURL: String?
    private var sessionID: String?
    private var sequence: Int?
    private var awaitsAcknowledgement = false

    /// Begins a connection.
    mutating func begin() {
        isReady = false
        awaitsAcknowledgement = false
        // The URL for resuming is useless without a session.
        if sessionID == nil { resumeURL = nil }
    }

    /// Forgets the URL for resuming, because it does not answer; Discord will name another one.
    mutating func forgetAddress() { resumeURL = nil }

    /// Handles a message of the gateway.
    /// - Parameters:
    ///   - token: the bot's token, for identifying.
    ///   - random: a number from 0 up to but not including 1, so that many bots do not act at the same moment.
    mutating func take(_ message: PayloadView, token: Secret, random: Double) -> [Action] {
        if let number = message.s.asInt { sequence = number }
        switch message.op.asInt {
        case 0: return take(event: message.t.asText?.verbatim ?? "", message.d)
        // Answering Discord's own request for a heartbeat does not affect the acknowledgement of the regular ones.
        case 1: return [.send(heartbeat)]
        case 7: return [.reconnect(after: .zero)]
        case 9:
            guard !message.d.isTrue else { return [.reconnect(after: .zero)] }
            forget()
            return [.reconnect(after: .seconds(1 + 4 * random))]
        case 10:
            let interval = Self.interval(message.d.heartbeat_interval.asInt)
            return [.beat(first: interval * random, interval: interval), .send(greeting(token))]
        case 11:
            awaitsAcknowledgement = false
            return []
        default: return []
        }
    }

    /// The next heartbeat; nil if the last one was not acknowledged, because the connection is dead then.
    mutating func beat() -> JSONValue? {
        // In one expression with the heartbeat, nil would become JSON's null.
        if awaitsAcknowledgement { return nil }
        awaitsAcknowledgement = true
        return heartbeat
    }

    /// Handles the end of a connection.
    /// - Parameter code: the status code of Discord's close frame; nil for a connection that was lost without one.
    /// - Returns: a message to log once; nil for none.
    /// - Throws: an error that reconnecting does not solve.
    mutating func end(_ code: UInt16?) throws(ChatError) -> String? {
        isReady = false
        switch code {
        case 4004: throw DiscordAPI.unauthorized
        case 4014 where seesContent:
            seesContent = false
            forget()
            return
                "the bot sees only direct messages and those that begin with its name: “Message Content Intent” is off. "
                + "Switch it on on the application's page under “Bot”, and start the bot again"
        case 4010?, 4011?, 4012?, 4013?, 4014?:
            throw ChatError(
                .refused,
                "Discord's gateway refuses the bot (close code \(code ?? 0)): it has to be brought up to date, or is in too "
                    + "many servers for one connection.")
        case 4003?, 4007?, 4009?: forget()
        default: break
        }
        return nil
    }

    private mutating func take(event: String, _ data: PayloadView) -> [Action] {
        switch event {
        case "READY":
            sessionID = data.session_id.asText?.verbatim
            resumeURL = data.resume_gateway_url.asText?.verbatim
            botID = data.user.id.asText?.verbatim
            isReady = true
            return [.event(event, data), .ready]
        case "RESUMED":
            isReady = true
            return [.ready]
        default: return [.event(event, data)]
        }
    }

    private var heartbeat: JSONValue { ["op": 1, "d": sequence.map { .integer($0) } ?? nil] }

    private func greeting(_ token: Secret) -> JSONValue {
        let token = JSONValue.string(token.reveal())
        if let sessionID, let sequence {
            return ["op": 6, "d": ["token": token, "session_id": .string(sessionID), "seq": .integer(sequence)]]
        }
        let intents = Self.usualIntents | (seesContent ? Self.contentIntent : 0)
        let properties: JSONValue = ["os": "linux", "browser": "hark", "device": "hark"]
        return ["op": 2, "d": ["token": token, "intents": .integer(intents), "properties": properties]]
    }

    private mutating func forget() { (sessionID, resumeURL, sequence) = (nil, nil, nil) }

    private static func interval(_ milliseconds: Int?) -> Duration {
        guard let milliseconds, (100...600_000).contains(milliseconds) else { return usualInterval }
        return .milliseconds(milliseconds)
    }
}
