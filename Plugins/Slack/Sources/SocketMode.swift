import HarkClient
import HarkEvents
import Synchronization

/// Hears what people say over Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode).
struct SocketMode: Sendable {
    /// With the app-level token.
    let api: SlackAPI
    let directory: SlackDirectory
    let commands: SlackCommands
    let webSockets: WebSocketConfiguration
    let logger: Logger
    let clock: BotClock
    /// What was taken over any connection: Slack sends again what was not acknowledged over the last one.
    let seen = SeenMessages()

    /// Most envelopes that wait; later ones are left out.
    private static let backlog = 256

    /// How often the connection is tried, and how long Slack has for its answer.
    private static let pingInterval = Duration.seconds(30)
    private static let pingTime = Duration.seconds(15)

    /// What came, and the bot's own identifier then.
    struct Heard: Sendable {
        let envelope: PayloadView
        let bot: String
    }

    /// Takes what comes over any number of connections, one after the other: what was acknowledged over one that is lost
    /// is not lost with it.
    /// - Parameter body: makes the connections, and hands on what comes.
    func whileTaking(
        _ inbox: ChatInbox, _ body: (AsyncStream<Heard>.Continuation) async throws -> Void
    ) async throws {
        let events = SlackEvents(directory: directory, inbox: inbox, seen: seen, commands: commands, clock: clock)
        // Envelopes wait here while names are looked up: Slack wants its acknowledgements and pongs all the same.
        let (envelopes, queue) = AsyncStream.makeStream(
            of: Heard.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        let worker = Task { for await heard in envelopes { await events.take(heard.envelope, bot: heard.bot) } }
        defer {
            queue.finish()
            worker.cancel()
        }
        try await body(queue)
    }

    /// Listens until Slack closes the connection.
    /// - Parameters:
    ///   - bot: what `auth.test` says of the bot.
    ///   - queue: takes what comes.
    /// - Throws: `ChatError.unauthorized` when Slack does not accept the app-level token.
    func run(_ inbox: ChatInbox, bot: PayloadView, _ queue: AsyncStream<Heard>.Continuation) async throws {
        let bot = bot.user_id.asText?.verbatim ?? ""
        // Slack asks for a new connection now and then; the old one is listened to until Slack closes it.
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

    /// Asks for the address of a connection, which is not made.
    /// - Throws: `ChatError.unauthorized` when Slack does not accept the app-level token.
    func address() async throws(ChatError) -> String {
        let answer = try await api.call("apps.connections.open")
        guard let url = answer.url.asText?.verbatim else {
            throw ChatError(.transient, "Slack named no address for Socket Mode.")
        }
        return url
    }

    /// Takes what comes over one connection.
    /// - Parameter onHello: called when Slack says that the connection stands.
    /// - Returns: whether Slack asks for a new connection; false when this one is closed.
    private func listen(
        on socket: WebSocket, _ bot: String, _ queue: AsyncStream<Heard>.Continuation, onHello: () -> Void
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
                // Within three seconds, so before anything is done.
                let acknowledgement = JSONValue.object(["envelope_id": .string(identifier)])
                try await socket.send(.text(acknowledgement.serialized()))
                guard case .dropped = queue.yield(Heard(envelope: envelope, bot: bot)) else {
                    isFull = false
                    continue
                }
                // A line for each time that it gets too much, and not for each event.
                if !isFull { logger.warning("Slack reports more than can be taken: some of it is not heard") }
                isFull = true
            }
        }
        return false
    }
}
