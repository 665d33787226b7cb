private import Glibc
internal import HarkClient
internal import HarkStore
internal import MicroHTTPD
internal import TerminalPlugin
internal import UnixSignals

/// Everything that runs in one process: host, listening sockets, chat, log.
struct Server: Sendable {
    let host: Host
    private let endpoints: [ListeningEndpoint]
    private let metrics: MetricsListener?
    let settings: ServerSettings
    private let http: HTTPClient
    let logger: Logger
    private let notes: [(level: Logger.Level, text: String)]

    /// Reads the settings, loads the plugins and opens the listening sockets. Nothing is served yet.
    /// - Parameters:
    ///   - configuration: the plugins and the values of all settings, the server's own among them.
    ///   - isStrict: how strict to be; nil to use `HARK_STRICT`.
    ///   - name: the program's name, for the prompt.
    ///   - program: the command that starts the bot in a shell, for hints such as "`hark secret github` shows it".
    ///   - opensPorts: whether to open the sockets; without them it can be checked, but not run.
    ///   - secretStore: keeps the secrets that the bot generates.
    /// - Throws: `Faults` with everything that keeps the bot from starting.
    init(
        _ configuration: BotConfiguration,
        environment: [String: String],
        isStrict: Bool? = nil,
        console: Console,
        program: String = "hark",
        name: String = "hark",
        opensPorts: Bool = true,
        secretStore: (ServerSettings) -> any SecretStore
    ) throws(Faults) {
        var configuration = configuration
        let settings = try ServerSettings(configuration.reading.settings)
        let logger = Logger(label: "hark") { label in
            LineLogHandler(label: label, level: settings.logLevel, format: settings.logFormat) { console.log($0) }
        }
        let malformed = configuration.reading.malformed
        let opening =
            opensPorts
            ? ListeningEndpoint.open(settings, except: malformed) : (endpoints: [], faults: TLSFiles(settings).faults)
        let metrics = opensPorts ? MetricsListener.open(settings, except: malformed) : (listener: nil, faults: [])
        configuration.reading.faults += opening.faults + metrics.faults
        configuration.reading.add(settings.warnings, isStrict: isStrict)
        let access = AccessLog(logger: logger)
        var dependencies = HostDependencies(logger: logger)
        http = HTTPClient(settings, environment: environment)
        dependencies.http = http
        do throws(Fault) {
            dependencies.webSockets = try WebSocketConfiguration(settings, environment: environment)
        } catch {
            throw Faults(configuration.reading.faults + [error])
        }
        dependencies.secretStore = secretStore(settings)
        dependencies.acceptsClientCertificates = settings.tlsClientAuthorities != nil
        dependencies.commandSets = [CertificateCommand(settings: settings).commandSet]
        dependencies.program = program
        dependencies.observe = { access.record($0) }
        let user = environment["USER"] ?? environment["LOGNAME"] ?? ""
        let chat = TerminalChat(console: console, room: configuration.reading.firstRoom, user: user, name: name) {
            logger.notice("\($0)")
        }
        host = try Host(
            configuration, networks: configuration.networks.contains(TerminalChat.networkName) ? [chat] : [],
            isStrict: isStrict, dependencies)
        notes =
            configuration.reading.warnings.map { (.warning, $0) } + host.trustNotices.map { ($0.level, $0.text) }
        self.settings = settings
        endpoints = opening.endpoints
        self.metrics = metrics.listener
        self.logger = logger
    }

    /// Notices for the operator before the start, below the level of a warning.
    var notices: [String] { notes.filter { $0.level < .warning }.map(\.text) }

    /// Warnings for the operator: unknown variables, routes that wait for a secret or accept deliveries without
    /// authentication.
    var warnings: [String] { notes.filter { $0.level >= .warning }.map(\.text) }

    /// Logs in to every chat network and looks up every room that a setting names, then closes the connections.
    func checkNetworks() async -> [NetworkCheck] {
        let checks = await host.checkNetworks()
        await http.shutDown()
        return checks
    }

    /// Sends one message, and closes the connections.
    /// - Throws: why it was not sent.
    func say(_ message: Message, in room: Room) async throws(ChatError) {
        defer { Task { await http.shutDown() } }
        try await host.say(message, in: room)
    }

    /// Serves until a signal or the chat ends it, then finishes the requests in flight and stops the plugins.
    /// - Returns: the exit status: 74 (`EX_IOERR` of `sysexits.h`) if the store has failed, so that nothing more could
    ///   be promised to senders before a restart, or if the store of a plugin cannot be reached at the start.
    /// - Throws: `Faults` if the store cannot be opened, or plugins or the server could not start.
    func run() async throws(Faults) -> Int32 {
        let (failures, failed) = AsyncStream.makeStream(of: StoreError.self)
        var sqlite: SQLiteStore?
        var isUnreachable = false
        do throws(Faults) {
            try await host.start { () throws(Faults) in
                do throws(StoreStartError) {
                    let store = try await openStore { failed.yield($0) }
                    sqlite = store as? SQLiteStore
                    return store
                } catch {
                    switch error {
                    case .faulty(let reason): throw Faults([Fault("store", reason)])
                    case .unreachable(let reason):
                        isUnreachable = true
                        throw Faults([Fault("store", reason)])
                    }
                }
            }
        } catch {
            // Other faults do not mend themselves before a restart.
            guard isUnreachable, error.list.count == 1 else { throw error }
            for fault in error.list { logger.critical("the bot cannot start", metadata: ["reason": "\(fault)"]) }
            return EX_IOERR
        }
        let control = host.storeKind == .off ? nil : openControlSocket()
        for note in notes { logger.log(level: note.level, "\(note.text)") }
        var outcome = Result<Int32, Faults>.success(EXIT_SUCCESS)
        // From here on, even before the bot is ready, and until it has stopped, no such signal ends the process.
        let hangUps = await UnixSignalsSequence(trapping: .sighup)
        let ends = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        defer { withExtendedLifetime((hangUps, ends)) {} }
        do {
            let services = services(hangUps, failures, control, sqlite)
            try await ServiceGroup(services: services, shutdownLimit: shutdownLimit).run(until: ends)
        } catch let error as DaemonError {
            outcome = .failure(Faults([Fault("server", error.description)]))
        } catch let error as StoreError {
            logger.critical("the store has failed; the bot ends", metadata: ["reason": "\(error)"])
            outcome = .success(EX_IOERR)
        } catch {
            logger.error("stopped", metadata: ["error": "\(error)"])
            outcome = .success(EXIT_FAILURE)
        }
        await host.stop()
        await http.shutDown()
        return try outcome.get()
    }

    /// Opens the socket for the command line; nil if that is not possible, which does not keep the bot from working.
    private func openControlSocket() -> ControlSocket? {
        do throws(DaemonError) { return try ControlSocket(in: settings.data) } catch {
            logger.warning(
                "control socket not opened; commands such as deliveries need a bot that is stopped",
                metadata: ["reason": "\(error)"])
            return nil
        }
    }

    /// Longest time that a bot takes to stop: for requests, then for handlers, and for the rest.
    var shutdownLimit: Duration { settings.drainTimeout * 2 + .seconds(10) }

    /// They stop in reverse order: requests are drained, then the command line's, then deliveries, while the chat still
    /// works.
    private func services(
        _ hangUps: UnixSignalsSequence, _ failures: AsyncStream<StoreError>, _ control: ControlSocket?,
        _ store: SQLiteStore?
    ) -> [any Service] {
        var services: [any Service] = [
            ChatService(host: host), ReloadService(hangUps: hangUps, host: host, logger: logger),
            DeliveryService(host: host, failures: failures, drainTimeout: settings.drainTimeout),
        ]
        if let store { services.append(StoreLogService(store: store, logger: logger)) }
        if let control { services.append(ControlService(socket: control, host: host, logger: logger)) }
        if let metrics { services.append(MetricsService(listener: metrics, host: host, logger: logger)) }
        services.append(
            DaemonService(endpoints: endpoints, host: host, settings: settings, storeName: storeName, logger: logger))
        return services
    }
}

extension SettingsReader.Reading {
    /// Adds warnings. All of them count as faults if the bot is to be strict, and beside other faults.
    /// - Parameter strictness: how strict to be; nil to use `HARK_STRICT`.
    fileprivate mutating func add(_ more: [String], isStrict strictness: Bool?) {
        warnings += more
        let isStrict = strictness ?? (try? settings[HostOptions.strictSetting]) ?? false
        if isStrict || !faults.isEmpty { faults += warnings.map { Fault("", $0) } }
    }

    /// The room for lines from the terminal: the first of `HARK_ROOMS`.
    fileprivate var firstRoom: Room {
        (try? settings[HostOptions.roomsSetting])?.first ?? "#general"
    }
}
