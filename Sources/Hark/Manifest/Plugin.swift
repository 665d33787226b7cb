public import HarkClient

/// A plugin: a manifest that says what it offers, and a value that does it.
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
/// The host reads the manifest without an instance, a secret or a socket. It makes an instance when the plugin is
/// activated and drops it when the plugin is deactivated; mutable state lives in an actor that it holds, or in a final
/// class around a `Mutex`, which cannot be a property of the plugin itself because it cannot be copied.
public protocol Plugin: Sendable {
    /// What the plugin offers: routes, commands, settings.
    static var manifest: Manifest<Self> { get }

    /// Makes the instance that handles deliveries and commands.
    /// - Throws: whatever keeps it from working; at start it is reported with all other faults and nothing is served.
    init(_ context: PluginContext) throws

    /// Called after the instance is made and before its first delivery. Does nothing unless the plugin says otherwise.
    func activate() async throws

    /// Called when the instance gets no more deliveries and commands; those that it was given before may still be
    /// running. Does nothing unless the plugin says otherwise.
    func deactivate() async
}

extension Plugin {
    public func activate() async throws {}
    public func deactivate() async {}
}

/// What the host hands a plugin when it makes it.
public struct PluginContext: Sendable {
    /// The values of the settings that the manifest declares.
    public let settings: Settings

    /// The way to the chat rooms.
    public let chat: Chat

    /// A logger labelled with the plugin's name.
    public let logger: Logger

    /// What time it is; tests set it.
    public let clock: BotClock

    /// The way to other servers. A plugin that uses it imports `HarkClient` too; a test scripts the answers.
    ///
    /// ```swift
    /// func page(person: String) async throws -> String {
    ///     let request = ClientRequest.post("https://pager.example.org/pages", json: ["to": .string(person)])
    ///     let response = try await http.send(request)
    ///     return response.status == .created ? "\(person) is paged." : "The pager answers \(response.status)."
    /// }
    /// ```
    public let http: HTTPClient

    /// How the bot opens WebSockets and other connections: through which proxy, and which authorities it believes.
    public let webSockets: WebSocketConfiguration

    /// A context; the host makes it, and so may a test of a plugin's initializer.
    public init(
        settings: Settings,
        chat: Chat,
        logger: Logger,
        clock: BotClock = .system,
        http: HTTPClient = .unavailable("This plugin was made without a client; pass one to its context."),
        webSockets: WebSocketConfiguration = WebSocketConfiguration()
    ) {
        self.settings = settings
        self.chat = chat
        self.logger = logger
        self.clock = clock
        self.http = http
        self.webSockets = webSockets
    }
}
