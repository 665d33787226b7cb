package import HarkClient

/// What a host gets from the process around it.
package struct HostDependencies: Sendable {
    /// The host's logger; plugins get one with their name.
    package var logger: Logger

    /// The clock.
    package var clock: BotClock

    /// The client of the plugins; its creator shuts it down.
    package var http = HTTPClient.unavailable("This bot was made without a client; pass one to its host.")

    /// How plugins open WebSockets.
    package var webSockets = WebSocketConfiguration()

    /// Keeps the secrets that the bot generates.
    package var secretStore: any SecretStore = MemorySecretStore()

    /// Whether the bot will be started, so that a store that cannot keep secrets is a fault.
    package var writesSecrets = true

    /// Whether the server asks clients for certificates (`HARK_TLS_CLIENT_CA`).
    package var acceptsClientCertificates = true

    /// Commands of the server itself.
    package var commandSets: [CommandSet] = []

    /// The command that starts the bot in a shell, for hints such as "`hark secret github` shows it".
    package var program = "hark"

    /// Called for every answered request.
    package var observe: @Sendable (RequestRecord) -> Void = { _ in }

    /// Dependencies that log nothing and follow the system's clock, unless others are given.
    package init(
        logger: Logger = Logger(label: "hark") { _ in SwiftLogNoOpLogHandler() }, clock: BotClock = .system
    ) {
        self.logger = logger
        self.clock = clock
    }
}
