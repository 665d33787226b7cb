import HarkClient
import HarkEvents

/// Receives messages through the server's WebSocket (api.mattermost.com, “WebSocket”).
struct MattermostListener: Sendable {
    let api: MattermostAPI
    let directory: MattermostDirectory
    let webSockets: WebSocketConfiguration
    let clock: BotClock
    let logger: Logger

    /// How often the connection is pinged, and how long the server may take for its pong, and for its greeting.
    private static let pingInterval = Duration.seconds(30)
    private static let pingTime = Duration.seconds(15)

    /// Most events that wait while posts are looked up; later ones are dropped, and the missed posts are read then.
    private static let backlog = 1000

    /// Longest wait before the bot continues reading missed posts.
    private static let longestPause = Duration.seconds(60)

    /// Most posts that are handled after a gap; earlier ones are ignored.
    private static let mostMissed = 200

    /// Most channels that are read after a gap.
    private static let mostChannels = 100

    /// The values that all events of one connection share.
    private struct Connection {
        let bot: MattermostDirectory.Account
        let serverClock: ServerClock
        let inbox: ChatInbox
    }

    /// Receives until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` if the server does not accept the token.
    func run(_ inbox: ChatInbox) async throws {
        var received: ReceivedPosts?
        try await inbox.stayConnected(clock) {
            // Asked each time, for a clear error if the token was revoked.
            let (bot, date) = try await directory.signIn()
            let now = clock.now
            let serverTime = date.flatMap { HTTPDate(parsing: $0, now: now) }
            let connection = Connection(bot: bot, serverClock: ServerClock(serverTime, at: now), inbox: inbox)
            let socket = try await WebSocket.connect(api.socketURL, configuration: webSockets)
            let greeting = Greeting()
            let pings = Task { try await keepAlive(socket, greeting) }
            defer { pings.cancel() }
            let challenge: JSONValue = [
                "seq": 1, "action": "authentication_challenge", "data": ["token": .string(api.token.reveal())],
            ]
            try await socket.send(.text(challenge.serialized()))
            // Events wait here while something is looked up, because the server's pings must be answered meanwhile.
            let (events, queue) = AsyncThrowingStream.makeStream(
                of: MattermostEvent.self, bufferingPolicy: .bufferingOldest(Self.backlog))
            let reader = Task { await read(socket, greeting, queue) }
            defer { reader.cancel() }
            var numbers = EventNumbers()
            for try await event in events {
                switch event {
                case .refusal(let id): throw ChatError(.transient, "Mattermost refuses the WebSocket: \(id).")
                case .hello(let number):
                    _ = numbers.isGap(before: number)
                    inbox.report(.connected)
                    if received == nil {
                        received = ReceivedPosts(since: connection.serverClock.milliseconds(at: clock.now))
                    } else {
                        try await catchUp(&received, over: connection)
                    }
                case .other(let number):
                    if numbers.isGap(before: number) { try await catchUp(&received, over: connection) }
                case .posted(let number, let post, let channel, let sender):
                    if numbers.isGap(before: number) { try await catchUp(&received, over: connection) }
                    if let sender, post.isByPerson { directory.learn(post.author, sender) }
                    await take(post, in: channel, &received, over: connection)
                }
            }
        }
    }

    /// Queues the events of a connection until it ends.
    private func read(
        _ socket: WebSocket, _ greeting: Greeting, _ queue: AsyncThrowingStream<MattermostEvent, any Error>.Continuation
    ) async {
        do {
            while let message = try await socket.receive() {
                guard case .text(let text) = message, let event = MattermostEvent(text) else { continue }
                if case .hello = event { await greeting.take() }
                // The sequence number of the next event shows that one was dropped.
                queue.yield(event)
            }
            queue.finish()
        } catch {
            queue.finish(throwing: error)
        }
    }

    /// Detects a connection that is dead or was never authenticated.
    private func keepAlive(_ socket: WebSocket, _ greeting: Greeting) async throws {
        while true {
            try await clock.sleep(for: Self.pingInterval)
            guard await greeting.hasArrived else { return await socket.close() }
            try await socket.ping(within: Self.pingTime)
        }
    }

    /// Handles the posts that were missed while events were lost, in their order.
    private func catchUp(_ received: inout ReceivedPosts?, over connection: Connection) async throws {
        guard let since = received?.missedSince(connection.serverClock.milliseconds(at: clock.now)) else { return }
        var missed: [(post: MattermostPost, channel: MattermostChannel)] = []
        let channels = try await patiently { () async throws(ChatError) in
            try await directory.channels(activeSince: since)
        }
        for channel in channels.prefix(Self.mostChannels) {
            do throws(ChatError) {
                let page = try await patiently { () async throws(ChatError) in
                    try await api.call(.get, "/channels/\(channel.id)/posts?since=\(since)")
                }
                // Posts that were edited since then are among them.
                missed += page.posts.asMembers.compactMap { MattermostPost($0.value) }.filter { $0.time > since }
                    .map { ($0, channel) }
            } catch {
                // The bot may have been removed from the channel; the others still count.
                switch error.kind {
                case .transient, .rateLimited, .unauthorized: throw error
                default: continue
                }
            }
        }
        missed.sort { ($0.post.time, $0.post.id) < ($1.post.time, $1.post.id) }
        if missed.count > Self.mostMissed || channels.count > Self.mostChannels {
            logger.warning("more posts were missed in Mattermost than the bot reads afterwards")
        }
        for (post, channel) in missed.suffix(Self.mostMissed) {
            await take(post, in: channel, &received, over: connection)
        }
    }

    /// Sends a request, and repeats it after a pause if the rate limit was exceeded.
    private func patiently<Value: Sendable>(
        _ ask: () async throws(ChatError) -> Value
    ) async throws(ChatError) -> Value {
        do throws(ChatError) { return try await ask() } catch {
            guard case .rateLimited(let wait) = error.kind else { throw error }
            // A cancelled task sends no second request.
            do { try await clock.sleep(for: min(wait ?? .seconds(1), Self.longestPause)) } catch {
                throw Self.cancelled
            }
            return try await ask()
        }
    }

    private static let cancelled = ChatError(.transient, "The connection is given up.")

    private func take(
        _ post: MattermostPost, in channel: MattermostChannel, _ received: inout ReceivedPosts?,
        over connection: Connection
    ) async {
        let now = connection.serverClock.milliseconds(at: clock.now)
        guard received?.insert(post, at: now) == true, post.isByPerson, post.author != connection.bot.id else { return }
        let name = await directory.username(of: post.author) ?? post.author
        let room = await directory.room(of: channel, with: post.author, called: name)
        let addressed = IncomingMessage.text(of: post.text, addressedTo: connection.bot.name)
        await connection.inbox.receive(
            IncomingMessage(
                addressed ?? post.text, from: Person(id: post.author, displayName: name),
                in: Room(named: room, on: nil),
                thread: post.root.map { MessageID($0) }, id: MessageID(post.id),
                isAddressed: addressed != nil, isDirect: channel.kind == .direct))
    }
}

/// Whether the server has sent its greeting on a connection.
private actor Greeting {
    private(set) var hasArrived = false

    func take() { hasArrived = true }
}
