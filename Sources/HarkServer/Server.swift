internal import HarkTerminal
internal import MicroHTTPD
internal import ServiceLifecycle
private import UnixSignals

/// Everything that one process runs: host, listening sockets, chat, log.
struct Server: Sendable {
    private let host: Host
    private let endpoints: [ListeningEndpoint]
    private let settings: ServerSettings
    private let chat: any ChatBackend
    private let logger: Logger

    /// Reads the settings, loads the plugins and takes the listening sockets. Nothing is served yet.
    /// - Throws: `Faults` with everything that keeps the bot from starting.
    init(plugins: [any Plugin.Type], environment: [String: String], console: Console) throws(Faults) {
        var reading = SettingsReader(ServerSettings.declarations + HostOptions.declarations(with: plugins))
            .read(environment)
        let settings = try? ServerSettings(reading.settings)
        let level = settings?.logLevel ?? .info
        let format = settings?.logFormat ?? .text
        let handler = { @Sendable (label: String) in
            LineLogHandler(label: label, level: level, format: format) { console.log($0) }
        }
        let logger = Logger(label: "hark", factory: handler)

        var endpoints: [ListeningEndpoint] = []
        if let settings {
            let opening = ListeningEndpoint.open(settings)
            endpoints = opening.endpoints
            reading.faults += opening.faults
        }
        if settings?.isStrict == true || !reading.faults.isEmpty {
            reading.faults += reading.warnings.map { Fault("", $0) }
        }
        let chat = TerminalChat(console: console, room: reading.firstRoom, user: environment["USER"] ?? "")
        let access = AccessLog(logger: logger)
        host = try Host(
            plugins: plugins,
            reading: reading,
            chat: chat,
            commandSets: settings.map { [CertificateCommand(settings: $0).commandSet] } ?? [],
            logger: logger,
            observe: { access.record($0) }
        )
        guard let settings else { throw Faults(reading.faults) }
        for warning in reading.warnings { logger.warning("\(warning)") }
        self.settings = settings
        self.endpoints = endpoints
        self.chat = chat
        self.logger = logger
    }

    /// Serves until a signal or the chat ends it, then answers what is in flight and stops the plugins.
    /// - Returns: whether it ended as it should.
    /// - Throws: `Faults` when plugins or the server could not start.
    func run() async throws(Faults) -> Bool {
        try await host.start()
        let daemons: [Daemon]
        do {
            daemons = try start()
        } catch {
            await host.stop()
            throw error
        }
        host.listeners = endpoints.map(\.description)
        logger.info(
            "ready",
            metadata: [
                "version": "\(Release.version)",
                "listening": "\(host.listeners.joined(separator: " "))",
                "plugins": "\(host.pluginNames.joined(separator: ","))",
            ]
        )
        let group = ServiceGroup(configuration: configuration(of: daemons))
        var isClean = true
        do { try await group.run() } catch {
            logger.error("stopped", metadata: ["error": "\(error)"])
            isClean = false
        }
        await host.stop()
        return isClean
    }

    private func start() throws(Faults) -> [Daemon] {
        var daemons: [Daemon] = []
        for endpoint in endpoints {
            do { daemons.append(try endpoint.serve(host, limits: settings.limits, logger: logger)) } catch {
                throw Faults([Fault("", error.description)])
            }
        }
        return daemons
    }

    /// Services stop in the reverse of this order: requests are drained while the chat can still be spoken to.
    private func configuration(of daemons: [Daemon]) -> ServiceGroupConfiguration {
        var quiet = Logger(label: "hark.lifecycle") { _ in SwiftLogNoOpLogHandler() }
        quiet.logLevel = .critical
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(
                    service: ChatService(chat: chat, host: host),
                    successTerminationBehavior: .gracefullyShutdownGroup
                ),
                .init(service: DaemonService(daemons: daemons, drainTimeout: settings.drainTimeout)),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        configuration.maximumGracefulShutdownDuration = settings.drainTimeout + .seconds(5)
        return configuration
    }
}

extension SettingsReader.Reading {
    /// Where lines from the terminal are said: the first of `HARK_ROOMS`.
    fileprivate var firstRoom: Room {
        (try? settings[HostOptions.roomsSetting])?.first ?? "#general"
    }
}
