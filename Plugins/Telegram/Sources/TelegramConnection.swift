import HarkEvents
import Synchronization

/// Hears what people say: asks for it, or has Telegram call.
final class TelegramConnection: Sendable {
    /// Where Telegram calls.
    struct Webhook: Sendable {
        /// The whole URL.
        let url: String
        /// What Telegram proves its calls with.
        let secret: Secret
    }

    /// How long Telegram waits for something to be said before it answers; longer than proxies allow is no use.
    private static let pollTime = Duration.seconds(25)

    /// What an answer without news must take at least: a server that does not wait would be asked without end.
    private static let shortestPoll = Duration.seconds(1)

    /// How often it is looked whether the webhook is still the bot's.
    private static let webhookCheckInterval = Duration.seconds(300)

    private let api: TelegramAPI
    private let chats: TelegramChats
    private let webhook: Webhook?
    private let clock: BotClock
    private let logger: Logger

    /// What takes the updates that Telegram posts; nil while nobody listens.
    private let listener = Mutex<TelegramEvents?>(nil)

    init(api: TelegramAPI, chats: TelegramChats, webhook: Webhook?, clock: BotClock, logger: Logger) {
        self.api = api
        self.chats = chats
        self.webhook = webhook
        self.clock = clock
        self.logger = logger
    }

    /// What takes the updates that Telegram posts; nil before the webhook is set.
    var events: TelegramEvents? { listener.withLock { $0 } }

    /// Listens until its task is cancelled.
    /// - Throws: `ChatError.unauthorized` when Telegram does not accept the token.
    func run(_ inbox: ChatInbox) async throws {
        var position = UpdatePosition()
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
                    if isFirst { try await self.skipOldUpdates(&position) }
                    isFirst = false
                    inbox.report(.connected)
                    while !Task.isCancelled { try await self.poll(&position, events) }
                }
            } catch {
                try Task.checkCancellation()
                throw Self.lasting(error)
            }
        }
    }

    /// What ended a connection: a wrong token alone is for good.
    private static func lasting(_ error: TelegramError) -> ChatError {
        let error = error.chatError
        switch error.kind {
        case .unauthorized, .transient, .rateLimited: return error
        default: return ChatError(.transient, error.reason)
        }
    }

    // MARK: Asking

    /// Telegram answers no questions while a webhook is set.
    private func removeWebhook() async throws(TelegramError) {
        guard try await api.call("getWebhookInfo")["url"]?.stringValue?.isEmpty == false else { return }
        logger.notice("a webhook was set for the bot in Telegram; it is taken away, because the bot asks for messages")
        _ = try await api.call("deleteWebhook")
    }

    /// Forgets what was said before the bot came.
    private func skipOldUpdates(_ position: inout UpdatePosition) async throws(TelegramError) {
        let latest = try await api.call("getUpdates", ["offset": -1, "limit": 1, "timeout": 0])
        for update in latest.arrayValue ?? [] {
            if let id = update["update_id"]?.intValue { _ = position.take(id, at: clock.steady) }
        }
    }

    private func poll(_ position: inout UpdatePosition, _ events: TelegramEvents) async throws(TelegramError) {
        var arguments: JSONObject = [
            "timeout": .integer(Int(Self.pollTime.components.seconds)), "allowed_updates": TelegramEvents.wanted,
        ]
        if let offset = position.offset(at: clock.steady) { arguments["offset"] = .integer(offset) }
        let start = clock.steady
        let answer = try await api.call("getUpdates", arguments, wait: Self.pollTime)
        guard let updates = answer.arrayValue else {
            throw .failed(ChatError(.transient, "Telegram's answer to getUpdates came in part."))
        }
        var isNew = false
        for update in updates {
            guard let id = update["update_id"]?.intValue, position.take(id, at: clock.steady) else { continue }
            isNew = true
            _ = await events.take(update)
        }
        guard !isNew, clock.steady - start < Self.shortestPoll else { return }
        // A cancelled task asks no more.
        try? await clock.sleep(for: Self.shortestPoll)
    }

    // MARK: Being called

    private func set(_ webhook: Webhook, forgettingOldUpdates: Bool) async throws(TelegramError) {
        _ = try await api.call(
            "setWebhook",
            [
                "url": .string(webhook.url), "secret_token": .string(webhook.secret.reveal()),
                "allowed_updates": TelegramEvents.wanted, "drop_pending_updates": .bool(forgettingOldUpdates),
            ])
    }

    /// Lets updates in until the webhook is not the bot's any more, or the task is cancelled.
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
