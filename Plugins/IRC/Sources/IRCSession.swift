import HarkEvents

import struct FoundationEssentials.Date

/// The state of one connection to a server from its first line to its last, without I/O: lines go in, actions come out.
/// Channels and nick, and messages, are in extensions.
struct IRCSession {
    typealias Instant = ContinuousClock.Instant

    /// The configuration that all connections share.
    struct Configuration: Sendable {
        var nick: String
        var password: Secret?
        var login = IRCLogin.none
        var channels: [IRCChannel] = []
        var sendsNotices = false
        /// Whether another connection may be using the nick, so that it is not taken back.
        var leavesNick = false
        /// The time after which the server accepts one more line.
        var lineInterval = Duration.seconds(1)
        /// Returns a number from 0 up to but not including 1.
        var random: @Sendable () -> Double = { .random(in: 0..<1) }
    }

    /// An action.
    enum Action {
        /// Bytes for the server, in this order.
        case write([UInt8])
        /// Messages go both ways.
        case connected
        /// A person's message was received.
        case receive(IncomingMessage)
        /// A message was sent or failed; with how much of it was accepted.
        case settle(Int, Result<MessageID?, ChatError>, MessageProgress)
        /// A log entry for the operator.
        case log(Logger.Level, String)
        /// TLS is required, on this port; no password was sent.
        case secure(port: UInt16)
        /// The connection must be closed.
        case end(ChatError)
    }

    /// Longest time until the welcome.
    static let welcomeTime = Duration.seconds(60)
    /// Longest time for the server's answer about capabilities, while the registration waits for it, and about the
    /// login.
    static let capabilityTime = Duration.seconds(5)
    static let loginTime = Duration.seconds(20)
    /// How long a connection may be silent before the server is pinged, and how long it may take to answer.
    static let quietTime = Duration.seconds(75)
    static let answerTime = Duration.seconds(45)

    let configuration: Configuration
    let start: Instant
    var now: Instant
    var actions: [Action] = []
    var features = ServerFeatures()
    var registration: Registration
    var nick: String
    var user: String?
    var host: String?
    /// Whether the server has welcomed the bot, and whether its initial messages are complete.
    var welcomeStart: Instant?
    var isReady = false
    var isOver = false
    var channels = ChannelStates()
    var sendQueue: SendQueue
    var filter = MessageFilter()
    var senders = RecentSenders()
    var pending: [Int: PendingMessage] = [:]
    /// The message that a labelled line belongs to.
    var labels: [String: Int] = [:]
    var labelCount = 0
    /// Batches in response to a labelled line.
    var labelBatches: [String: String] = [:]
    /// The pending query whose answer proves that messages were accepted, and those messages.
    var barrier: (token: String, messages: Set<Int>)?
    var waitingForBarrier: Set<Int> = []
    var nickAttempts = 0
    /// When to request the wanted nick again, and the wait after that.
    var regainTime: Instant?
    var regainWait = Duration.seconds(60)
    /// When it was last requested.
    var lastRegain: Instant?
    private var lastLine: Instant
    private var question: Instant?
    private var loginStart: Instant?

    /// A session for a new connection.
    /// - Parameter isSecure: whether it has TLS.
    init(_ configuration: Configuration, channels: [IRCChannel], isSecure: Bool, at now: Instant) {
        self.configuration = configuration
        self.start = now
        self.now = now
        nick = configuration.nick
        lastLine = now
        sendQueue = SendQueue(interval: configuration.lineInterval)
        registration = Registration(
            nick: configuration.nick, password: configuration.password, login: configuration.login, isSecure: isSecure)
        for channel in channels { self.channels.add(channel, folded: features.folded(channel.name), isKept: true) }
        perform(registration.start())
    }

    /// Returns the actions since the last call.
    mutating func takeActions() -> [Action] {
        defer { actions = [] }
        return actions
    }

    /// Handles a line of the server, without its end.
    mutating func receive(_ line: [UInt8], at now: Instant, _ date: Date) {
        self.now = now
        lastLine = now
        question = nil
        guard !isOver, let message = IRCMessage(line) else { return }
        receiveProof(message)
        receive(message, date)
        perform(registration.receive(message))
        pump()
    }

    private mutating func receive(_ message: IRCMessage, _ date: Date) {
        switch message.command {
        case "PING": write(IRCLine("PONG", text: message.text))
        case "PONG": receivePong(message.text)
        case "001":
            if !message[0].isEmpty { nick = message[0] }
            welcomeStart = now
            filter.setClock(by: message, date)
        case "005": features.apply(message)
        case "376", "422": becomeReady()
        case "BATCH": filter.receiveBatch(message)
        case "PRIVMSG", "NOTICE": receiveText(message, date)
        case "JOIN", "PART", "KICK", "INVITE", "NICK", "QUIT", "CHGHOST", "396", "900", "353":
            receivePresence(message)
        case "432", "433", "436", "437": receiveNickRefusal(message)
        case "464": end(Refusal.closing("Bad password (464).", isWelcome: false))
        case "465": end(Refusal.closing("banned (465): \(message.text)", isWelcome: false))
        case "ERROR": end(Refusal.closing(message.text, isWelcome: welcomeStart != nil))
        case "FAIL": receiveFailure(message)
        default: break
        }
        if message.isRefusal || message.command == "263" { receiveRefusal(message) }
    }

    private mutating func receiveText(_ message: IRCMessage, _ date: Date) {
        if let source = message.source, features.isSame(source.nick, nick) { return learn(source) }
        guard message.command == "PRIVMSG" else { return receiveServiceNotice(message) }
        let (features, channels) = (features, channels)
        let outcome = filter.receive(
            message, nick: nick, features: features, knowsAccounts: registration.enabled.contains("account-tag"),
            at: now, date, roomName: { channels[features.folded($0)]?.name ?? $0 })
        switch outcome {
        case .nothing: break
        case .message(let message) where isReady:
            senders.add(message.sender, features, at: now)
            refuseLostRecipients()
            actions.append(.receive(message))
        case .message: break
        case .answer(let line): sendQueue.append(line)
        }
    }

    /// Performs what is due.
    mutating func tick(_ now: Instant) {
        self.now = now
        guard !isOver else { return }
        if welcomeStart == nil {
            if now >= start + Self.capabilityTime { perform(registration.nameItself()) }
            if let loginStart, registration.isAuthenticating, now >= loginStart + Self.loginTime {
                write(IRCLine("AUTHENTICATE", "*"))
                return end(Registration.loginUnanswered)
            }
            if now >= start + Self.welcomeTime {
                return end(ChatError(.transient, "The server did not welcome the bot in time."))
            }
        } else if let welcomeStart, !isReady, now >= welcomeStart + .seconds(10) {
            becomeReady()
        }
        if let question {
            if now >= question + Self.answerTime {
                return end(ChatError(.transient, "The server does not answer any more."))
            }
        } else if now >= lastLine + Self.quietTime {
            question = now
            write(IRCLine("PING", "hark"))
        }
        if isReady { tickPresence() }
        tickMessages()
        pump()
    }

    /// When the next action is due.
    var nextTime: Instant {
        var times = [question.map { $0 + Self.answerTime } ?? lastLine + Self.quietTime]
        if welcomeStart == nil {
            times.append(start + Self.welcomeTime)
            if now < start + Self.capabilityTime { times.append(start + Self.capabilityTime) }
            if let loginStart, registration.isAuthenticating { times.append(loginStart + Self.loginTime) }
        } else if let welcomeStart, !isReady {
            times.append(welcomeStart + .seconds(10))
        }
        if isReady { times += [channels.nextTime, regainTime, sendQueue.nextTime(now)].compactMap(\.self) }
        times += messageTimes
        return times.min() ?? now
    }

    /// Sends QUIT.
    mutating func quit() {
        guard !isOver else { return }
        write(IRCLine("QUIT", text: "Until soon"))
        isOver = true
    }

    /// Settles all messages, because the connection is over.
    mutating func finish(_ error: ChatError) {
        isOver = true
        for id in pending.keys.sorted() { settle(id, .failure(error)) }
    }

    mutating func end(_ error: ChatError) {
        guard !isOver else { return }
        quit()
        actions.append(.end(error))
    }

    mutating func write(_ line: IRCLine, tags: [(name: String, value: String)] = []) {
        actions.append(.write(line.bytes(tags: tags)))
    }

    private mutating func perform(_ steps: [Registration.Step]) {
        for step in steps {
            switch step {
            case .send(let line): write(line)
            case .fail(let error): end(error)
            case .secure(let port):
                quit()
                actions.append(.secure(port: port))
            }
        }
        if registration.isAuthenticating, loginStart == nil { loginStart = now }
    }

    /// The server's initial messages are complete: modes, channels and messages may follow.
    private mutating func becomeReady() {
        guard welcomeStart != nil, !isReady, !isOver else { return }
        isReady = true
        channels.fold(features.folded)
        if let mode = features.botMode { sendQueue.append(IRCLine("MODE", nick, "+\(mode)")) }
        beginRegain()
        actions.append(.connected)
        tickPresence()
    }

    /// Sends the lines that the server accepts now.
    mutating func pump() {
        guard isReady, !isOver else { return }
        while let entry = sendQueue.next(now) { transmit(entry) }
    }
}
