import HarkClient
import HarkEvents
import Synchronization

/// Hears what people say over the gateway, a WebSocket (docs.discord.com/developers/events/gateway).
final class DiscordGateway: Sendable {
    /// A message of somebody, and the bot's own identifier then.
    private struct Heard: Sendable {
        let data: PayloadView
        let bot: String?
    }

    /// Longest message of the gateway; a server with very many channels announces itself in several megabytes.
    private static let messageLimit = 8 << 20

    /// Most messages of people that wait; later ones are left out.
    private static let backlog = 256

    /// How long Discord has from the connection until messages go both ways.
    private static let greetingTime = Duration.seconds(30)

    /// Why the bot closes a connection. With 1000 or 1001 Discord would end the session.
    private static let keepsSession = CloseStatus(code: CloseCode(rawValue: 4000))

    private let api: DiscordAPI
    private let directory: DiscordDirectory
    private let webSockets: WebSocketConfiguration
    private let logger: Logger
    private let random: @Sendable () -> Double
    private let session = Mutex(GatewaySession())
    private let isFull = Mutex(false)

    /// - Parameter random: a number from 0 up to 1.
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

    /// Listens until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` when Discord does not accept the token; `.refused` when it does not let the bot
    ///   in for another reason that does not pass.
    func run(_ inbox: ChatInbox) async throws {
        let events = DiscordEvents(directory: directory, inbox: inbox, clock: api.clock)
        // Messages wait here while their channels are looked up: Discord wants its heartbeats all the same.
        let (messages, queue) = AsyncStream.makeStream(of: Heard.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        let worker = Task {
            for await heard in messages { await events.take("MESSAGE_CREATE", heard.data, bot: heard.bot) }
        }
        defer {
            queue.finish()
            worker.cancel()
        }
        try await inbox.stayConnected(api.clock, backOff: BackOff(random: random)) {
            // When Discord asks for another connection, that is no loss, as long as the last one was of use.
            while true {
                guard let wait = try await connect(inbox, queue) else { return }
                try await api.clock.sleep(for: wait)
            }
        }
    }

    /// Makes one connection and listens.
    /// - Returns: after what time another one is to be made at once; nil when this one was lost.
    private func connect(
        _ inbox: ChatInbox, _ queue: AsyncStream<Heard>.Continuation
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
                        note(queue.yield(Heard(data: data, bot: session.withLock { $0.botID })))
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
            // Seen as offline at once, and no session is left behind.
            if Task.isCancelled { await Task { await socket.close() }.value }
            throw error
        }
        return try ended(socket.closeStatus)
    }

    /// Lets the log know when messages are left out: with a line for each time that it gets too much.
    private func note(_ result: AsyncStream<Heard>.Continuation.YieldResult) {
        let isDropped = if case .dropped = result { true } else { false }
        let wasFull = isFull.withLock { isFull in
            defer { isFull = isDropped }
            return isFull
        }
        if isDropped, !wasFull { logger.warning("Discord reports more than can be taken: some of it is not heard") }
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

    /// Sends heartbeats; closes a connection whose other end does not acknowledge them.
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

    /// Closes a connection over which Discord does not say soon enough that the bot is in.
    private func requireGreeting(_ socket: WebSocket) async throws {
        try await api.clock.sleep(for: Self.greetingTime)
        if !session.withLock({ $0.isReady }) { await socket.close(Self.keepsSession) }
    }

    /// Where to connect: where the session goes on, or where Discord says.
    private func address() async throws(ChatError) -> String {
        let resume = session.withLock { $0.resumeURL }.flatMap { isSafe($0) ? $0 : nil }
        if let resume { return Self.complete(resume) }
        let answer = try await api.call(.get, "/gateway/bot")
        guard let url = answer.url.asText?.verbatim, isSafe(url) else {
            throw ChatError(.transient, "Discord named no address of its gateway.")
        }
        // Each session counts, and at zero Discord resets the token.
        let limit = answer.session_start_limit
        if let remaining = limit.remaining.asInt, remaining < 1 {
            let wait = Duration.milliseconds(min(max(limit.reset_after.asInt ?? 3_600_000, 1000), 86_400_000))
            throw ChatError(
                .rateLimited(retryAfter: wait),
                "Discord lets the bot in again after \(wait): it has come too often today.")
        }
        return Self.complete(url)
    }

    /// Whether the token may be sent there: not without TLS, unless the REST API is without it too.
    private func isSafe(_ url: String) -> Bool {
        url.hasPrefix("wss://") || url.hasPrefix("ws://") && api.base.hasPrefix("http://")
    }

    private static func complete(_ url: String) -> String {
        "\(url)\(url.hasSuffix("/") ? "" : "/")?v=10&encoding=json"
    }
}
