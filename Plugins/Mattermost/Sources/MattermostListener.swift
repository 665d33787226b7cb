import HarkClient
import HarkEvents

private import struct FoundationEssentials.Date

/// Hears what people say over the server's WebSocket (api.mattermost.com, “WebSocket”).
struct MattermostListener: Sendable {
    let api: MattermostAPI
    let directory: MattermostDirectory
    let webSockets: WebSocketConfiguration
    let clock: BotClock
    let logger: Logger

    /// How often the connection is tried, and how long the server has for its answer, and for its greeting.
    private static let pingInterval = Duration.seconds(30)
    private static let pingTime = Duration.seconds(15)

    /// Most posts that are heard after a gap; the earlier ones of more are left out.
    private static let mostMissed = 200

    /// Most channels that are read after a gap.
    private static let mostChannels = 100

    /// Listens until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` when the server does not accept the token.
    func run(_ inbox: ChatInbox) async throws {
        var heard: HeardPosts?
        try await inbox.stayConnected(clock) {
            // Asked each time, for a clear word about a token that was taken away.
            let bot = try await directory.bot(isFresh: true)
            let socket = try await WebSocket.connect(api.socketURL, configuration: webSockets)
            let greeting = Greeting()
            let pings = Task { try await keepAlive(socket, greeting) }
            defer { pings.cancel() }
            let challenge: JSONValue = [
                "seq": 1, "action": "authentication_challenge", "data": ["token": .string(api.token.reveal())],
            ]
            try await socket.send(.text(challenge.serialized()))
            var numbers = EventNumbers()
            while let message = try await socket.receive() {
                guard case .text(let text) = message, let event = MattermostEvent(text) else { continue }
                switch event {
                case .refusal(let id): throw ChatError(.transient, "Mattermost refuses the WebSocket: \(id).")
                case .hello(let number):
                    _ = numbers.isGap(before: number)
                    await greeting.take()
                    inbox.report(.connected)
                    if heard == nil {
                        heard = HeardPosts(since: now)
                    } else {
                        try await catchUp(&heard, of: bot, inbox)
                    }
                case .other(let number):
                    if numbers.isGap(before: number) { try await catchUp(&heard, of: bot, inbox) }
                case .posted(let number, let post, let channel, let sender):
                    if numbers.isGap(before: number) { try await catchUp(&heard, of: bot, inbox) }
                    if let sender, post.isByPerson { directory.learn(post.author, sender) }
                    await take(post, in: channel, &heard, of: bot, inbox)
                }
            }
        }
    }

    private var now: Int { Int(clock.now.timeIntervalSince1970 * 1000) }

    /// Finds out when the connection is dead, or stands for nothing.
    private func keepAlive(_ socket: WebSocket, _ greeting: Greeting) async throws {
        while true {
            try await clock.sleep(for: Self.pingInterval)
            guard await greeting.wasHeard else { return await socket.close() }
            try await socket.ping(within: Self.pingTime)
        }
    }

    /// Hears what was said while events were lost, in the order in which it was said.
    private func catchUp(
        _ heard: inout HeardPosts?, of bot: MattermostDirectory.Account, _ inbox: ChatInbox
    ) async throws {
        guard let since = heard?.missedSince(now) else { return }
        var missed: [(post: MattermostPost, channel: MattermostChannel)] = []
        let channels = try await directory.channels(activeSince: since)
        for channel in channels.prefix(Self.mostChannels) {
            do throws(ChatError) {
                let page = try await api.call(.get, "/channels/\(channel.id)/posts?since=\(since)")
                // Posts that were changed since then are among them.
                missed += page.posts.asMembers.compactMap { MattermostPost($0.value) }.filter { $0.time > since }
                    .map { ($0, channel) }
            } catch {
                // The bot may have been removed from the channel; the others count all the same.
                switch error.kind {
                case .transient, .rateLimited, .unauthorized: throw error
                default: continue
                }
            }
        }
        missed.sort { ($0.post.time, $0.post.id) < ($1.post.time, $1.post.id) }
        if missed.count > Self.mostMissed || channels.count > Self.mostChannels {
            logger.warning("more was said in Mattermost while events were lost than the bot reads afterwards")
        }
        for (post, channel) in missed.suffix(Self.mostMissed) { await take(post, in: channel, &heard, of: bot, inbox) }
    }

    private func take(
        _ post: MattermostPost, in channel: MattermostChannel, _ heard: inout HeardPosts?,
        of bot: MattermostDirectory.Account, _ inbox: ChatInbox
    ) async {
        guard heard?.insert(post) == true, post.isByPerson, post.author != bot.id else { return }
        let name = await directory.username(of: post.author) ?? post.author
        let room = await directory.room(of: channel, with: name)
        let addressed = MattermostText.addressed(post.text, to: bot.name)
        await inbox.receive(
            IncomingMessage(
                addressed ?? post.text, from: Person(id: post.author, displayName: name), in: Room(room, on: nil),
                thread: post.root.map { MessageID($0) }, id: MessageID(post.id),
                isAddressed: addressed != nil || channel.kind == .direct))
    }
}

/// Whether the server has greeted the bot over a connection.
private actor Greeting {
    private(set) var wasHeard = false

    func take() { wasHeard = true }
}
