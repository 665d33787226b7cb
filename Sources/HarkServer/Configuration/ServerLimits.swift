internal import MicroHTTPD

/// The server's limits for clients: bytes, connections and times.
struct ServerLimits: Sendable {
    let threads: Int?
    let connections: Int
    let connectionsPerAddress: Int
    let header: ByteCount
    let body: ByteCount
    let bodyMemory: ByteCount
    let headerTimeout: Duration
    let bodyTimeout: Duration
    let handlerTimeout: Duration
    let sendTimeout: Duration
    let idleTimeout: Duration

    init(_ settings: Settings) throws(SettingFault) {
        threads = try settings[Self.threads]
        connections = try settings[Self.connections]
        connectionsPerAddress = try settings[Self.connectionsPerAddress]
        header = try settings[Self.header]
        body = try settings[Self.body]
        bodyMemory = try settings[Self.bodyMemory]
        headerTimeout = try settings[Self.headerTimeout]
        bodyTimeout = try settings[Self.bodyTimeout]
        handlerTimeout = try settings[Self.handlerTimeout]
        sendTimeout = try settings[Self.sendTimeout]
        idleTimeout = try settings[Self.idleTimeout]
    }
}

extension ServerLimits {
    private static let threads = Setting<Int?>(
        "HARK_HTTP_THREADS",
        help: "Threads that serve connections; as many as cores, and at least 2, when not set."
    ) { threads throws(SettingMismatch) in
        if let threads, !(1...256).contains(threads) {
            throw SettingMismatch(expected: "a whole number from 1 to 256")
        }
    }
    private static let connections = Setting(
        "HARK_HTTP_CONNECTIONS",
        default: 2048,
        help: "Most connections at a time, on each port or socket; then the longest-waiting unproven one is closed."
    ) { connections throws(SettingMismatch) in
        if !(1...1_000_000).contains(connections) {
            throw SettingMismatch(expected: "a whole number from 1 to 1000000")
        }
    }
    private static let connectionsPerAddress = Setting(
        "HARK_HTTP_CONNECTIONS_PER_ADDRESS",
        default: 256,
        help: "Most connections from one address at a time, on each port, except trusted proxies; 0 for any number."
    ) { connections throws(SettingMismatch) in
        if !(0...1_000_000).contains(connections) {
            throw SettingMismatch(expected: "a whole number from 0 to 1000000")
        }
    }
    private static let header = Setting(
        "HARK_HTTP_HEADER_LIMIT",
        default: ByteCount.kibibytes(16),
        help: "Longest header section; a longer one is answered 431."
    ) { size throws(SettingMismatch) in
        if !(1024...1_048_576).contains(size.bytes) { throw SettingMismatch(expected: "a size from 1KiB to 1MiB") }
    }
    private static let body = Setting(
        "HARK_HTTP_BODY_LIMIT",
        default: ByteCount.mebibytes(1),
        help: "Longest body for routes without a limit of their own; a longer one is answered 413."
    ) { size throws(SettingMismatch) in
        if size.bytes > 1 << 30 { throw SettingMismatch(expected: "a size of at most 1GiB") }
    }
    private static let bodyMemory = Setting(
        "HARK_HTTP_BODY_MEMORY",
        default: ByteCount.mebibytes(256),
        help: "Most memory for the bodies of all requests together; when it is full, slow long ones are answered 503."
    )
    private static let headerTimeout = timeout("HEADER", seconds: 10, "Longest time for a header section to arrive.")
    private static let bodyTimeout = timeout("BODY", seconds: 30, "Longest time for a body to arrive.")
    private static let handlerTimeout = timeout("HANDLER", seconds: 10, "Longest time for a handler; then 503.")
    private static let sendTimeout = timeout(
        "SEND", seconds: 30, "Longest time to send a response; a long one gets another second for each 64 KiB.")
    private static let idleTimeout = timeout("IDLE", seconds: 15, "Longest pause between requests of a connection.")

    private static func timeout(_ name: String, seconds: Int, _ help: String) -> Setting<Duration> {
        Setting("HARK_HTTP_\(name)_TIMEOUT", default: .seconds(seconds), help: help) {
            duration throws(SettingMismatch) in
            if !(.milliseconds(100) ... .seconds(86_400)).contains(duration) {
                throw SettingMismatch(expected: "a duration from 100ms to 24h")
            }
        }
    }

    /// All of them, for lists.
    static let declarations: [any SettingDeclaration] = [
        threads, connections, connectionsPerAddress, header, body, bodyMemory, headerTimeout, bodyTimeout,
        handlerTimeout,
        sendTimeout, idleTimeout,
    ]
}

extension ServerLimits {
    /// The limits as a configuration of the daemon.
    var daemonConfiguration: DaemonConfiguration {
        var configuration = DaemonConfiguration()
        if let threads { configuration.threads = threads }
        configuration.connectionLimit = connections
        configuration.perAddressLimit = connectionsPerAddress
        configuration.headerLimit = header.bytes
        configuration.targetLimit = min(configuration.targetLimit, header.bytes)
        configuration.bodyLimit = body.bytes
        configuration.bodyBudget = BodyBudget(bodyMemory.bytes)
        configuration.headerTimeout = headerTimeout
        configuration.bodyTimeout = bodyTimeout
        configuration.handlerTimeout = handlerTimeout
        configuration.sendTimeout = sendTimeout
        configuration.idleTimeout = idleTimeout
        return configuration
    }
}
