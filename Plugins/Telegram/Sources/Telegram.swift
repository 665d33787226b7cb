import HarkClient
public import HarkEvents

/// Connects the bot to Telegram: it sends to groups, topics, channels and direct messages through the Bot API, and
/// receives by polling, which needs no public URL, or through a webhook.
public struct Telegram: Plugin, ChatNetwork {
    static let token = Setting<Secret>(
        "HARK_TELEGRAM_TOKEN", help: "The bot's token, 110201543:AAH…, as @BotFather gives it."
    ) { secret throws(SettingMismatch) in
        guard TelegramAPI.botID(of: secret) != nil else {
            throw SettingMismatch(expected: "a token of @BotFather's: digits, “:”, and letters, digits, _ and -")
        }
    }
    static let webhookURL = Setting<BaseURL?>(
        "HARK_TELEGRAM_WEBHOOK_URL",
        help: "The bot's public URL, such as https://bot.example.org: Telegram calls it; without it the bot asks.")
    static let api = Setting(
        "HARK_TELEGRAM_API", default: BaseURL(constant: "https://api.telegram.org"),
        help: "Where the Bot API is, for a server of one's own, a proxy or a test.")

    public static let manifest = Manifest<Self>(
        name: "telegram",
        summary: "Sends and receives messages in Telegram.",
        settings: [token, webhookURL, api],
        routes: [.post(.payload, receive).verified(by: .telegram, with: \.webhookSecret).accepting(atMost: 1 << 20)]
    )

    /// The secret with which Telegram authenticates its calls; it is random, so that the route is closed if there is no
    /// webhook.
    let webhookSecret: Secret

    let api: TelegramAPI
    let chats: TelegramChats
    let connection: TelegramConnection

    public init(_ context: PluginContext) throws {
        let api = TelegramAPI(
            base: try context.settings[Self.api],
            token: try context.settings[Self.token], http: context.http)
        let chats = TelegramChats(logger: context.logger)
        let secret = Secret((0..<4).map { _ in String(UInt64.random(in: 0 ... .max), radix: 36) }.joined())
        let webhook = try context.settings[Self.webhookURL].map { url in
            TelegramConnection.Webhook(url: "\(url)/\(Self.manifest.name)", secret: secret)
        }
        webhookSecret = secret
        self.api = api
        self.chats = chats
        connection = TelegramConnection(
            api: api, chats: chats, webhook: webhook, clock: context.clock, logger: context.logger)
    }

    public func run(_ inbox: ChatInbox) async throws { try await connection.run(inbox) }

    /// Handles an update that Telegram posts to the webhook.
    func receive(_ delivery: Delivery<Payload>) async -> HandlerOutcome {
        guard case .json(let update) = delivery.body else {
            return .rejected(Rejection(.unsupportedMediaType, "Send an update as application/json."))
        }
        guard let events = connection.events else { return .retry(after: .seconds(5)) }
        return await events.take(update) ? .handled() : .ignored("an update that contains no message to the bot")
    }
}
