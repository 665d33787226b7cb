internal import HarkStore
internal import MicroHTTPD
internal import UnixSignals

/// Runs the chat networks until their owner leaves or the bot stops.
struct ChatService: Service {
    let host: Host

    func run(until stop: StopSignal) async throws { try await perform(until: stop) { try await host.runNetworks() } }
}

/// Reads the secrets, the rules and the people from files again whenever the process gets SIGHUP. Connections are not
/// affected.
struct ReloadService: Service {
    let hangUps: UnixSignalsSequence
    let host: Host
    let logger: Logger

    func run(until stop: StopSignal) async throws {
        try await perform(until: stop) { for await _ in hangUps { reload() } }
    }

    private func reload() {
        reload("rules") { () throws(Faults) in try host.reloadRules() }
        reload("people") { () throws(Faults) in try host.reloadPeople() }
        let (changed, faults) = host.reloadSecrets()
        for fault in faults { logger.error("secret not read", metadata: ["reason": "\(fault)"]) }
        guard faults.isEmpty || !changed.isEmpty else { return }
        let names = changed.isEmpty ? "none" : changed.joined(separator: ",")
        logger.notice("secrets read again", metadata: ["changed": "\(names)"])
        for notice in host.trustNotices where changed.contains(notice.variable) {
            logger.log(level: notice.level, "\(notice.text)")
        }
    }

    private func reload(_ what: String, _ read: () throws(Faults) -> Int?) {
        do throws(Faults) {
            guard let count = try read() else { return }
            logger.notice("\(what) read again", metadata: ["count": "\(count)"])
        } catch {
            for fault in error.list {
                logger.error("\(what) not read; the old ones stay in use", metadata: ["reason": "\(fault)"])
            }
        }
    }
}

/// Keeps the store small, ends the bot if the store fails, and ends the handling of deliveries when the bot stops.
struct DeliveryService: Service {
    let host: Host
    /// The failure after which nothing can be stored any more, if one occurs.
    let failures: AsyncStream<StoreError>
    let drainTimeout: Duration

    /// - Throws: `StoreError` if the store has failed.
    func run(until stop: StopSignal) async throws {
        try await perform(until: stop) { try await watch() }
        // After a failure all services end at once, and requests may still arrive: until the last one is answered,
        // their deliveries have to be stored or refused. `Host.stop` ends the handling then.
        guard !Task.isCancelled else { return }
        await host.endDeliveries(within: drainTimeout)
    }

    private func watch() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    await host.prune()
                    try await Task.sleep(for: StoreLimits.pruneInterval)
                }
            }
            group.addTask { for await failure in failures { throw failure } }
            defer { group.cancelAll() }
            // Neither ends by itself but with an error.
            try await group.next()
        }
    }
}

/// Warns when the store's write-ahead log becomes large: another program reads the store, and does not stop.
struct StoreLogService: Service {
    /// The log is emptied from 4 MiB on, and cut to 64 MiB when nobody reads it.
    private static let limit = 256 << 20
    private static let interval = Duration.seconds(10)

    let store: SQLiteStore
    let logger: Logger

    func run(until stop: StopSignal) async throws {
        try await perform(until: stop) {
            var isLarge = false
            while (try? await Task.sleep(for: Self.interval)) != nil {
                let size = store.logSize
                let wasLarge = isLarge
                isLarge = size > Self.limit
                guard isLarge, !wasLarge else { continue }
                logger.warning(
                    "another program reads the store without an end, so that its log grows; end that program",
                    metadata: ["size": "\(size >> 20)MiB"])
            }
        }
    }
}

/// Lets the command line use the store until the bot stops. Without it the bot does all of its work, so that a failure
/// is only logged.
struct ControlService: Service {
    /// Longest wait for a request of the command line when the bot stops.
    private static let drainLimit = Duration.seconds(2)

    let socket: ControlSocket
    let host: Host
    let logger: Logger

    func run(until stop: StopSignal) async throws {
        do throws(DaemonError) {
            let daemon = try socket.serve(
                { host.deliveries.operations }, metrics: { await host.metrics.text() }, logger: logger)
            await stop.wait()
            await daemon.drain(within: Self.drainLimit)
        } catch {
            logger.warning("control socket not served", metadata: ["reason": "\(error)"])
            await stop.wait()
        }
    }
}

/// Shows the metrics to Prometheus until the bot stops.
struct MetricsService: Service {
    /// Longest wait for a request when the bot stops.
    private static let drainLimit = Duration.seconds(2)

    let listener: MetricsListener
    let host: Host
    let logger: Logger

    /// - Throws: `DaemonError` if the server does not start.
    func run(until stop: StopSignal) async throws {
        let daemon = try listener.serve({ await host.metrics.text() }, logger: logger)
        logger.info("metrics", metadata: ["listening": "\(listener.url)"])
        await stop.wait()
        await daemon.drain(within: Self.drainLimit)
    }
}

/// Serves the host until the bot stops, then lets the requests in flight finish.
struct DaemonService: Service {
    let endpoints: [ListeningEndpoint]
    let host: Host
    let settings: ServerSettings
    let storeName: String
    let logger: Logger

    /// - Throws: `DaemonError` if one of the servers does not start.
    func run(until stop: StopSignal) async throws {
        var daemons: [Daemon] = []
        // One configuration for all of them, because they share the memory for bodies, the workers and the limit on
        // open files.
        var limits = settings.limits.daemonConfiguration
        limits.daemonsOfProcess = max(endpoints.count, 1)
        limits.commonFieldNames = host.registry.headerNames
        let proxies = settings.proxies
        limits.hasNoShare = { $0 == .local || proxies.contains($0) }
        for endpoint in endpoints { daemons.append(try endpoint.serve(host.pipeline, limits, logger: logger)) }
        host.listeners = endpoints.map(\.description)
        logger.info(
            "ready",
            metadata: [
                "version": "\(Release.version)",
                "listening": "\(host.listeners.joined(separator: " "))",
                "plugins": "\(host.registry.names.joined(separator: ","))",
                "store": "\(storeName)",
            ]
        )
        await stop.wait()
        await drain(daemons)
    }

    private func drain(_ daemons: [Daemon]) async {
        await withTaskGroup(of: Void.self) { group in
            for daemon in daemons { group.addTask { await daemon.drain(within: settings.drainTimeout) } }
        }
    }
}
