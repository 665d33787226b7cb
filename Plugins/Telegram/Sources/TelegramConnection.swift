import HarkEvents
import Synchronization

/// Receives messages: by polling, or through a webhook.
final class TelegramConnection: Sendable {
    /// The webhook that Telegram calls.
    struct Webhook: Sendable {
        /// The whole URL.
        let url: String
        /// The secret with which Telegram authenticates its calls.
        let secret: Secret
    }

    /// How long Telegram waits for updates before it responds; proxies do not allow more.
    private static let pollTime = Duration.seconds(25)

    /// Shortest time for a response without updates: otherwise a server that does not wait would be polled in a busy
    /// loop.
    private static let shortestPoll = Duration.seconds(1)

    /// How often to check that the webhook is still the bot's.
    private static let webhookCheckInterval = Duration.seconds(300)

    private let api: TelegramAPI
    private let chats: TelegramChats
    private let webhook: Webhook?
    private let clock: BotClock
    private let logger: Logger

    /// Handles the updates that Telegram posts; nil while the bot does not listen.
    private let listener = Mutex<TelegramEvents?>(nil)

    init(api: TelegramAPI, chats: TelegramChats, webhook: Webhook?, clock: BotClock, logger: Logger) {
        self.api = api
        self.chats = chats
        self.webhook = webhook
        self.clock = clock
        self.logger = logger
    }

    /// Handles the updates that Telegram posts; nil before the webhook is set.
    var events: TelegramEvents? { listener.withLock { $0 } }

    /// Receives until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` if Telegram does not accept the token.
    func run(_ inbox: ChatInbox) async throws {
        var offset = UpdateOffset()
        var isFirst = true
        try await inbox.stayConnected(clock) {
            do throws(TelegramError) {
                let bot = TelegramBot(try await self.api.call("getMe"))
                let events = TelegramEvents(
                    bot: bot, chats: self.chats, inbox: inbox, clock: self.clock, logger: self.logger)
                if let webhook = self.webhook {
                    try await self.set(webhook, forgettingOldUpdates: isFirst)
                    isFirst = false
                    try await self.wait(with: webhook, for: events)
                } else {
                    try await self.removeWebhook()
                    if isFirst { try await self.skipOldUpdates(&offset) }
                    isFirst = false
                    inbox.report(.connected)
                    while !Task.isCancelled { try await self.poll(&offset, events) }
                }
            } catch {
                try Task.checkCancellation()
                throw Self.lasting(error)
            }
        }
    }

    /// The error that ended a connection: only a wrong token is permanent.
    private static func lasting(_ error: TelegramError) -> ChatError {
        let error = error.chatError
        switch error.kind {
        case .unauthorized, .transient, .rateLimited: return error
        default: return ChatError(.transient, error.reason)
        }
    }

    // MARK: Polling

    /// Telegram refuses polling while a webhook is set.
    private func removeWebhook() async throws(TelegramError) {
        guard try await api.call("getWebhookInfo")["url"]?.stringValue?.isEmpty == false else { return }
        logger.notice("a webhook was set for the bot in Telegram; it is removed, because the bot polls for messages")
        _ = try await api.call("deleteWebhook")
    }

    /// Skips the messages from before the start.
    private func skipOldUpdates(_ offset: inout UpdateOffset) async throws(TelegramError) {
        let latest = try await api.call("getUpdates", ["offset": -1, "limit": 1, "timeout": 0])
        for update in latest.arrayValue ?? [] {
            if let id = update["update_id"]?.intValue { _ = offset.take(id, at: clock.steady) }
        }
    }

    private func poll(_ offset: inout UpdateOffset, _ events: TelegramEvents) async throws(TelegramError) {
        var arguments: JSONObject = [
            "timeout": .integer(Int(Self.pollTime.components.seconds)), "allowed_updates": TelegramEvents.wanted,
        ]
        if let value = offset.value(at: clock.steady) { arguments["offset"] = .integer(value) }
        let start = clock.steady
        let answer = try await api.call("getUpdates", arguments, wait: Self.pollTime)
        guard let updates = answer.arrayValue else {
            throw .failed(ChatError(.transient, "Telegram's response to getUpdates was truncated."))
        }
        var isNew = false
        for update in updates {
            guard let id = update["update_id"]?.intValue, offset.take(id, at: clock.steady) else { continue }
            isNew = true
            _ = await events.take(update)
        }
        guard !isNew, clock.steady - start < Self.shortestPoll else { return }
        // A cancelled task does not poll again.
        try? await clock.sleep(for: Self.shortestPoll)
    }

    // MARK: Webhook

    private func set(_ webhook: Webhook, forgettingOldUpdates: Bool) async throws(TelegramError) {
        _ = try await api.call(
            "setWebhook",
            [
                "url": .string(webhook.url), "secret_token": .string(webhook.secret.reveal()),
                "allowed_updates": TelegramEvents.wanted, "drop_pending_updates": .bool(forgettingOldUpdates),
            ])
    }

    /// Handles updates until the webhook is changed by someone else, or the task is cancelled.
    private func wait(with webhook: Webhook, for events: TelegramEvents) async throws(TelegramError) {
        listener.withLock { $0 = events }
        defer { listener.withLock { $0 = nil } }
        events.inbox.report(.connected)
        var lastError = 0
        while true {
            do { try await clock.sleep(for: Self.webhookCheckInterval) } catch { return }
            let info = try await api.call("getWebhookInfo")
            guard info["url"]?.stringValue == webhook.url else {
                throw .failed(ChatError(.transient, "Another program has changed the bot's webhook; it is set again."))
            }
            guard let time = info["last_error_date"]?.intValue, time > lastError else { continue }
            lastError = time
            let reason = info["last_error_message"]?.stringValue?.sanitized(to: 200) ?? "no reason given"
            logger.warning("Telegram cannot deliver to the webhook", metadata: ["reason": "\(reason)"])
        }
    }
}
