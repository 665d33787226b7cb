public import HarkClient

/// What a host gets from the process around it.
public struct HostDependencies: Sendable {
    /// The host's logger; plugins get one with their name.
    public var logger: Logger

    /// The clock.
    public var clock: BotClock

    /// The client of the plugins; its creator shuts it down.
    public var http = HTTPClient.unavailable("This bot was made without a client; pass one to its host.")

    /// How plugins open WebSockets.
    public var webSockets = WebSocketConfiguration()

    /// Keeps the secrets that the bot generates.
    public var secretStore: any SecretStore = MemorySecretStore()

    /// Whether the bot will be started, so that a store that cannot keep secrets is a fault.
    public var writesSecrets = true

    /// Whether the server asks clients for certificates (`HARK_TLS_CLIENT_CA`).
    public var acceptsClientCertificates = true

    /// Commands of the server itself.
    public var commandSets: [CommandSet] = []

    /// The command that starts the bot in a shell, for hints such as "`hark secret github` shows it".
    public var program = "hark"

    /// Called for every answered request.
    public var observe: @Sendable (RequestRecord) -> Void = { _ in }

    /// Dependencies that log nothing and follow the system's clock, unless others are given.
    public init(
        logger: Logger = Logger(label: "hark") { _ in SwiftLogNoOpLogHandler() }, clock: BotClock = .system
    ) {
        self.logger = logger
        self.clock = clock
    }
}
