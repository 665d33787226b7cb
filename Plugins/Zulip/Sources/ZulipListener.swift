import HarkClient
import HarkEvents

/// Receives messages by polling an event queue (zulip.com/api/real-time-events).
struct ZulipListener: Sendable {
    /// The bot's own account, as direct messages name it.
    private struct Account {
        let number: Int
        let name: String
    }

    /// An event queue, and its last event that was handled.
    private struct Queue {
        let id: String
        var last: Int
    }

    let api: ZulipAPI
    let people: ZulipPeople
    let echoes: ZulipEchoes
    let clock: BotClock
    let logger: Logger

    /// Longest time for the response to a poll: a server responds within a minute, and announces its limit.
    private static let pollTime = Duration.seconds(100)

    /// Most messages that are read after the queue was lost.
    private static let mostMissed = 200

    /// Receives until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` if the server does not accept the key.
    func run(_ inbox: ChatInbox) async throws {
        var queue: Queue?
        var received: ReceivedMessages?
        try await inbox.stayConnected(clock) {
            // Asked each time, for a clear error if the key was revoked.
            let me = try await api.call(.get, "/users/me")
            let bot = Account(number: me.user_id.asInt ?? 0, name: me.full_name.asText?.verbatim ?? "")
            // A queue outlives a connection. The first poll is answered at once, which shows that the queue exists.
            var isFirst = true
            while true {
                let isNew = queue == nil
                do throws(ChatError) {
                    if isNew { try await register(&queue, &received, of: bot, inbox) }
                    try await poll(&queue, &received, of: bot, inbox, waits: !isFirst)
                } catch {
                    guard error == ZulipAPI.noSuchQueue else { throw error }
                    queue = nil
                    echoes.queue = nil
                    // A new queue that is forgotten at once is an error.
                    if isNew { throw ChatError(.transient, error.reason) }
                    continue
                }
                if isFirst { inbox.report(.connected) }
                isFirst = false
            }
        }
    }

    private func register(
        _ queue: inout Queue?, _ received: inout ReceivedMessages?, of bot: Account, _ inbox: ChatInbox
    ) async throws(ChatError) {
        let answer = try await api.call(
            .post, "/register", [("event_types", #"["message"]"#), ("apply_markdown", "false")])
        guard let id = answer.queue_id.asText?.verbatim, let last = answer.last_event_id.asInt else {
            throw ChatError(.transient, "Zulip makes no queue of events. Is a proxy in between?")
        }
        // Earlier messages are history, or were missed; later ones are in the queue too.
        let page = try await api.call(
            .get, "/messages",
            [
                ("anchor", "newest"), ("num_before", "\(received == nil ? 1 : Self.mostMissed)"), ("num_after", "0"),
                ("apply_markdown", "false"),
            ])
        if let earlier = received {
            for view in page.messages.asList {
                guard let message = ZulipMessage(view, bot: bot.number), earlier.mayHaveMissed(message, clock)
                else { continue }
                try await take(message, &received, of: bot, inbox)
            }
        } else {
            received = ReceivedMessages(after: page.messages.asList.compactMap(\.id.asInt).max() ?? 0)
        }
        queue = Queue(id: id, last: last)
        echoes.queue = id
    }

    private func poll(
        _ queue: inout Queue?, _ received: inout ReceivedMessages?, of bot: Account, _ inbox: ChatInbox, waits: Bool
    ) async throws(ChatError) {
        guard let id = queue?.id, let last = queue?.last else { return }
        var fields = [("queue_id", id), ("last_event_id", "\(last)")]
        if !waits { fields.append(("dont_block", "true")) }
        let answer = try await api.call(.get, "/events", fields, timeout: Self.pollTime)
        let events = answer.events.asList
        // A server waits for events; one that does not is polled with a pause.
        if events.isEmpty, waits { try? await clock.sleep(for: .seconds(1)) }
        for event in events {
            guard let number = event.id.asInt else { continue }
            if event.type.asText?.verbatim == "message", let message = ZulipMessage(event.message, bot: bot.number) {
                if message.sender == bot.number, let key = event.local_message_id.asText?.verbatim {
                    echoes.learn(message.number, of: key)
                }
                try await take(message, &received, of: bot, inbox)
            }
            // Only now, so that an event that could not be handled is sent again.
            if let latest = queue?.last { queue?.last = max(number, latest) }
        }
    }

    private func take(
        _ message: ZulipMessage, _ received: inout ReceivedMessages?, of bot: Account, _ inbox: ChatInbox
    ) async throws(ChatError) {
        guard message.sender != bot.number, try await !people.isBot(message.sender), received?.insert(message) == true
        else { return }
        let addressed = ZulipText.addressed(message.text, to: bot.name, number: bot.number)
        await inbox.receive(
            IncomingMessage(
                addressed ?? message.text, from: Person(id: "\(message.sender)", displayName: message.senderName),
                in: Room(named: message.room, on: nil), thread: message.topic.map { ZulipPlace.thread($0) },
                id: message.id,
                isAddressed: addressed != nil, isDirect: message.isDirect))
    }
}
