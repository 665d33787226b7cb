import HarkClient
import HarkEvents
import Synchronization

/// Receives messages through Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode).
struct SocketMode: Sendable {
    /// With the app-level token.
    let api: SlackAPI
    let directory: SlackDirectory
    let commands: SlackCommands
    let webSockets: WebSocketConfiguration
    let logger: Logger
    let clock: BotClock
    /// The messages handled over any connection: Slack resends what was not acknowledged over the last one.
    let seen = SeenMessages()

    /// Most envelopes that wait; later ones are dropped.
    private static let backlog = 256

    /// How often the connection is pinged, and how long Slack may take for its pong.
    private static let pingInterval = Duration.seconds(30)
    private static let pingTime = Duration.seconds(15)

    /// An envelope, and the bot's own identifier at that time.
    struct ReceivedEvent: Sendable {
        let envelope: PayloadView
        let bot: String
    }

    /// Handles the envelopes of any number of connections: what was acknowledged over a connection is not lost with it.
    /// - Parameter body: makes the connections, and queues their envelopes.
    func whileTaking(
        _ inbox: ChatInbox, _ body: (AsyncStream<ReceivedEvent>.Continuation) async throws -> Void
    ) async throws {
        let events = SlackEvents(directory: directory, inbox: inbox, seen: seen, commands: commands, clock: clock)
        // Envelopes wait here while names are looked up, because Slack requires acknowledgements and pongs meanwhile.
        let (envelopes, queue) = AsyncStream.makeStream(
            of: ReceivedEvent.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        let worker = Task {
            for await received in envelopes { await events.take(received.envelope, bot: received.bot) }
        }
        defer {
            queue.finish()
            worker.cancel()
        }
        try await body(queue)
    }

    /// Listens until Slack closes the connection.
    /// - Parameters:
    ///   - bot: the response of `auth.test` about the bot.
    ///   - queue: takes the envelopes.
    /// - Throws: `ChatError.unauthorized` if Slack does not accept the app-level token.
    func run(_ inbox: ChatInbox, bot: PayloadView, _ queue: AsyncStream<ReceivedEvent>.Continuation) async throws {
        let bot = bot.user_id.asText?.verbatim ?? ""
        // Slack asks for a new connection now and then; the old one is read until Slack closes it.
        var previous: Task<Void, Never>?
        defer { previous?.cancel() }
        while !Task.isCancelled {
            let socket = try await WebSocket.connect(try await address(), configuration: webSockets)
            let isReplaced = try await listen(on: socket, bot, queue) { inbox.report(.connected) }
            previous?.cancel()
            guard isReplaced else { return }
            previous = Task { _ = try? await listen(on: socket, bot, queue) {} }
        }
    }

    /// Requests the URL of a connection, without connecting.
    /// - Throws: `ChatError.unauthorized` if Slack does not accept the app-level token.
    func address() async throws(ChatError) -> String {
        let answer = try await api.call("apps.connections.open")
        guard let url = answer.url.asText?.verbatim else {
            throw ChatError(.transient, "Slack named no address for Socket Mode.")
        }
        return url
    }

    /// Receives from one connection.
    /// - Parameter onHello: called when Slack confirms the connection.
    /// - Returns: whether Slack asks for a new connection; false if this one is closed.
    private func listen(
        on socket: WebSocket, _ bot: String, _ queue: AsyncStream<ReceivedEvent>.Continuation, onHello: () -> Void
    ) async throws -> Bool {
        let pings = Task {
            while !Task.isCancelled {
                try await clock.sleep(for: Self.pingInterval)
                try await socket.ping(within: Self.pingTime)
            }
        }
        defer { pings.cancel() }
        var isFull = false
        while let message = try await socket.receive() {
            guard case .text(let text) = message, let value = try? JSONValue(parsing: Array(text.utf8)) else {
                continue
            }
            let envelope = PayloadView(value)
            switch envelope.type.asText?.verbatim {
            case "hello": onHello()
            case "disconnect":
                guard envelope.reason.asText?.verbatim != "link_disabled" else {
                    throw ChatError(
                        .unauthorized, "Socket Mode is switched off for the app. Switch it on on the app's page.")
                }
                return true
            default:
                guard let identifier = envelope.envelope_id.asText?.verbatim else { continue }
                // Required within three seconds, so before anything else.
                let acknowledgement = JSONValue.object(["envelope_id": .string(identifier)])
                try await socket.send(.text(acknowledgement.serialized()))
                guard case .dropped = queue.yield(ReceivedEvent(envelope: envelope, bot: bot)) else {
                    isFull = false
                    continue
                }
                // Logged once each time that it happens, not for each event.
                if !isFull { logger.warning("messages from Slack arrive too fast: some are dropped") }
                isFull = true
            }
        }
        return false
    }
}
