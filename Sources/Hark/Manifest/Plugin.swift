public import HarkClient

/// A plugin: a manifest that declares what it offers, and a value that implements it.
///
/// ```swift
/// struct Deploys: Plugin {
///     static let manifest = Manifest<Self>(
///         name: "deploys", summary: "Announces deploys.", routes: [.post("/deploys/<service>", announce)])
///
///     let chat: Chat
///
///     init(_ context: PluginContext) { chat = context.chat }
///
///     func announce(service: String) async throws { try await chat.announce("\(service) is live.") }
/// }
/// ```
///
/// The host reads the manifest without an instance, a secret or a socket. It makes an instance before the start, so
/// that every fault is reported before anything is served, and a new one whenever the plugin is activated again;
/// mutable state lives in an actor that it holds, or in a final class around a `Mutex`, which cannot be a property of
/// the plugin itself because it cannot be copied.
public protocol Plugin: Sendable {
    /// What the plugin offers: routes, commands, listeners, schedules, settings.
    static var manifest: Manifest<Self> { get }

    /// Makes the instance that handles deliveries and commands.
    /// - Throws: whatever prevents it from working; all such errors are reported together at the start, and nothing is
    ///   served.
    init(_ context: PluginContext) throws

    /// Called after the instance is created and before its first delivery. The default does nothing.
    func activate() async throws

    /// Called when the instance gets no more deliveries and commands; earlier ones may still be running. When the bot
    /// stops, it is cancelled after 5 s and not waited for, and values can no longer be stored. The default does
    /// nothing.
    func deactivate() async
}

extension Plugin {
    public func activate() async throws {}
    public func deactivate() async {}
}

/// What the host passes to a plugin's initializer.
public struct PluginContext: Sendable {
    /// The values of the settings that the manifest declares.
    public let settings: Settings

    /// Sends messages to chat rooms.
    public let chat: Chat

    /// A logger labelled with the plugin's name.
    public let logger: Logger

    /// The current time; tests control it.
    public let clock: BotClock

    /// Keeps small values, also across restarts.
    public let store: PluginStore

    /// Sends requests to other servers. A plugin that uses it imports `HarkClient` too; a test provides the responses.
    ///
    /// ```swift
    /// func page(person: String) async throws -> String {
    ///     let request = ClientRequest.post("https://pager.example.org/pages", json: ["to": .string(person)])
    ///     let response = try await http.send(request)
    ///     return response.status == .created ? "\(person) is paged." : "The pager answers \(response.status)."
    /// }
    /// ```
    public let http: HTTPClient

    /// How the bot opens WebSockets and other connections: through which proxy, and which certificate authorities it
    /// trusts.
    public let webSockets: WebSocketConfiguration

    /// The bot's URL as senders know it (`HARK_BASE_URL`); nil if the operator does not say.
    public let baseURL: BaseURL?

    /// The keys that providers publish, for a plugin that verifies its senders itself.
    package var publishedKeys: any PublishedKeySource = NoPublishedKeys()

    /// A context; the host creates it, and a test of a plugin's initializer may do so too.
    public init(
        settings: Settings,
        chat: Chat,
        logger: Logger,
        clock: BotClock = .system,
        store: PluginStore = .inMemory(),
        http: HTTPClient = .unavailable("This plugin was made without a client; pass one to its context."),
        webSockets: WebSocketConfiguration = WebSocketConfiguration(),
        baseURL: BaseURL? = nil
    ) {
        self.settings = settings
        self.chat = chat
        self.logger = logger
        self.clock = clock
        self.store = store
        self.http = http
        self.webSockets = webSockets
        self.baseURL = baseURL
    }
}
