import HarkClient
import HarkEvents
import Synchronization

/// Receives messages through the gateway, a WebSocket (docs.discord.com/developers/events/gateway).
final class DiscordGateway: Sendable {
    /// A person's message, and the bot's own identifier at that time.
    private struct ReceivedEvent: Sendable {
        let data: PayloadView
        let bot: String?
    }

    /// Longest message of the gateway, in bytes; the announcement of a server with very many channels has several
    /// megabytes.
    private static let messageLimit = 8 << 20

    /// Most messages of people that wait; later ones are dropped.
    private static let backlog = 256

    /// How long Discord may take from the connection until messages go both ways.
    private static let greetingTime = Duration.seconds(30)

    /// The close code that keeps the session. With 1000 or 1001 Discord would end it.
    private static let keepsSession = CloseStatus(code: CloseCode(rawValue: 4000))

    private let api: DiscordAPI
    private let directory: DiscordDirectory
    private let webSockets: WebSocketConfiguration
    private let logger: Logger
    private let random: @Sendable () -> Double
    private let session = Mutex(GatewaySession())
    private let isFull = Mutex(false)

    /// - Parameter random: returns a number from 0 up to but not including 1.
    init(
        api: DiscordAPI, directory: DiscordDirectory, webSockets: WebSocketConfiguration, logger: Logger,
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        var webSockets = webSockets
        webSockets.messageLimit = Self.messageLimit
        webSockets.closeTimeout = .seconds(1)
        self.api = api
        self.directory = directory
        self.webSockets = webSockets
        self.logger = logger
        self.random = random
    }

    /// Receives until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` if Discord does not accept the token; `.refused` if it refuses the bot for
    ///   another permanent reason.
    func run(_ inbox: ChatInbox) async throws {
        let events = DiscordEvents(directory: directory, inbox: inbox, clock: api.clock)
        // Messages wait here while their channels are looked up, because heartbeats must go on meanwhile.
        let (messages, queue) = AsyncStream.makeStream(
            of: ReceivedEvent.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        let worker = Task {
            for await received in messages { await events.take("MESSAGE_CREATE", received.data, bot: received.bot) }
        }
        defer {
            queue.finish()
            worker.cancel()
        }
        try await inbox.stayConnected(api.clock, backOff: BackOff(random: random)) {
            // A reconnect that Discord asks for does not count as a loss, if the last connection worked.
            while true {
                guard let wait = try await connect(inbox, queue) else { return }
                try await api.clock.sleep(for: wait)
            }
        }
    }

    /// Makes one connection and receives from it.
    /// - Returns: the wait before an intended reconnect; nil if the connection was lost.
    private func connect(
        _ inbox: ChatInbox, _ queue: AsyncStream<ReceivedEvent>.Continuation
    ) async throws -> Duration? {
        session.withLock { $0.begin() }
        let socket = try await open(try await address())
        let watch = Task { try await requireGreeting(socket) }
        let beats = Mutex<Task<Void, any Error>?>(nil)
        defer {
            watch.cancel()
            beats.withLock { $0?.cancel() }
        }
        do {
            while let message = try await socket.receive() {
                guard case .text(let text) = message, let value = try? JSONValue(parsing: Array(text.utf8)) else {
                    continue
                }
                let random = random()
                for action in session.withLock({ $0.take(PayloadView(value), token: api.token, random: random) }) {
                    switch action {
                    case .send(let payload): try await socket.send(.text(payload.serialized()))
                    case .beat(let first, let interval):
                        let task = Task { try await beat(socket, first: first, interval: interval) }
                        beats.withLock { running in
                            running?.cancel()
                            running = task
                        }
                    case .ready: inbox.report(.connected)
                    case .event("MESSAGE_CREATE", let data):
                        note(queue.yield(ReceivedEvent(data: data, bot: session.withLock { $0.botID })))
                    case .event(let name, let data): directory.take(name, data)
                    case .reconnect(let wait):
                        let wasReady = session.withLock { $0.isReady }
                        await socket.close(Self.keepsSession)
                        if wasReady { return wait }
                        try await api.clock.sleep(for: wait)
                        throw ChatError(.transient, "Discord wants another connection.")
                    }
                }
            }
        } catch {
            // Shows the bot as offline at once, and ends the session.
            if Task.isCancelled { await Task { await socket.close() }.value }
            throw error
        }
        return try ended(socket.closeStatus)
    }

    /// Logs once for each time that messages are dropped.
    private func note(_ result: AsyncStream<ReceivedEvent>.Continuation.YieldResult) {
        let isDropped = if case .dropped = result { true } else { false }
        let wasFull = isFull.withLock { isFull in
            defer { isFull = isDropped }
            return isFull
        }
        if isDropped, !wasFull { logger.warning("messages from Discord arrive too fast: some are dropped") }
    }

    private func open(_ url: String) async throws(WebSocketError) -> WebSocket {
        do { return try await WebSocket.connect(url, configuration: webSockets) } catch {
            session.withLock { $0.forgetAddress() }
            throw error
        }
    }

    private func ended(_ status: CloseStatus?) throws(ChatError) -> Duration? {
        if api.isRevoked { throw DiscordAPI.unauthorized }
        let notice = try session.withLock { session throws(ChatError) in try session.end(status?.code.rawValue) }
        if let notice {
            logger.warning("\(notice)")
            return .zero
        }
        guard let status, status.code != .noneGiven else { return nil }
        let reason = status.reason.isEmpty ? "" : " (“\(status.reason.sanitized(to: 100))”)"
        throw ChatError(.transient, "Discord closed the connection with code \(status.code.rawValue)\(reason).")
    }

    /// Sends heartbeats; closes the connection if they are not acknowledged.
    private func beat(_ socket: WebSocket, first: Duration, interval: Duration) async throws {
        var wait = first
        while true {
            try await api.clock.sleep(for: wait)
            guard !api.isRevoked, let beat = session.withLock({ $0.beat() }) else {
                return await socket.close(Self.keepsSession)
            }
            try await socket.send(.text(beat.serialized()))
            wait = interval
        }
    }

    /// Closes the connection if Discord does not accept the bot in time.
    private func requireGreeting(_ socket: WebSocket) async throws {
        try await api.clock.sleep(for: Self.greetingTime)
        if !session.withLock({ $0.isReady }) { await socket.close(Self.keepsSession) }
    }

    /// The URL to connect to: where the session is resumed, or where Discord's API says.
    private func address() async throws(ChatError) -> String {
        let resume = session.withLock { $0.resumeURL }.flatMap { isSafe($0) ? $0 : nil }
        if let resume { return Self.complete(resume) }
        let answer = try await api.call(.get, "/gateway/bot")
        guard let url = answer.url.asText?.verbatim, isSafe(url) else {
            throw ChatError(.transient, "Discord named no address of its gateway.")
        }
        // The number of sessions is limited, and at zero Discord resets the token.
        let limit = answer.session_start_limit
        if let remaining = limit.remaining.asInt, remaining < 1 {
            let wait = Duration.milliseconds(min(max(limit.reset_after.asInt ?? 3_600_000, 1000), 86_400_000))
            throw ChatError(
                .rateLimited(retryAfter: wait),
                "The bot may connect to Discord again after \(wait): it has opened too many sessions today.")
        }
        return Self.complete(url)
    }

    /// Whether the token may be sent there: only over TLS, unless the REST API does not use it either.
    private func isSafe(_ url: String) -> Bool {
        url.hasPrefix("wss://") || url.hasPrefix("ws://") && api.base.scheme == .http
    }

    private static func complete(_ url: String) -> String {
        "\(url)\(url.hasSuffix("/") ? "" : "/")?v=10&encoding=json"
    }
}
