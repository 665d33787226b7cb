public import HarkHTTP

/// A running HTTP daemon. It serves as soon as it is created; `drain` stops it gracefully, releasing it stops it at
/// once.
public final class Daemon: Sendable {
    /// The address that it listens on.
    public let address: ListenAddress

    private let supervisor: Supervisor

    /// Starts serving. `events` is called on the daemon's own threads and must not block. Throws a `DaemonError` if the
    /// configuration or the TLS identity is invalid, or if the listener was used for another daemon.
    public convenience init(
        _ listener: Listener,
        configuration: DaemonConfiguration = DaemonConfiguration(),
        responder: any Responder,
        events: @escaping @Sendable (DaemonEvent) -> Void = { _ in }
    ) throws(DaemonError) {
        if !HeadLayoutProbe.passes {
            let version = "libmicrohttpd \(Library.version)"
            events(.degraded(reason: "\(version) is not the one whose header parsing is known; its own checks apply."))
        }
        try self.init(
            listener, configuration: configuration, responder: responder, checksLayout: HeadLayoutProbe.passes,
            events: events)
    }

    /// Starts serving, with or without checking the memory layout of header sections (`HeadLayout`).
    init(
        _ listener: Listener,
        configuration: DaemonConfiguration,
        responder: any Responder,
        checksLayout: Bool,
        events: @escaping @Sendable (DaemonEvent) -> Void
    ) throws(DaemonError) {
        let options = try DaemonOptions(configuration)
        if options.connectionLimit < configuration.connectionLimit {
            let limit = "\(options.connectionLimit) instead of \(configuration.connectionLimit) connections"
            let address = "on \(listener.address)"
            events(.degraded(reason: "The limit of open files (ulimit -n) has room for \(limit) \(address)."))
        }
        guard let socket = listener.take() else { throw .listenerAlreadyUsed(listener.address) }
        let core = DaemonCore(
            configuration, places: PlaceLimits(configuration, connections: options.connectionLimit), socket: socket,
            responder: responder, checksLayout: checksLayout, report: events)
        guard let handle = options.start(socket, core, checksStrictly: !checksLayout) else {
            throw .notStarted(reason: core.lastLogged ?? "it gave no reason")
        }
        supervisor = Supervisor(core, handle, listener)
        address = listener.address
        guard supervisor.start() else {
            handle.quiesce()
            handle.stop()
            throw .notStarted(reason: "the system has no thread left")
        }
    }

    deinit { supervisor.requestDrain(within: .zero) }

    /// Stops accepting, lets the requests in flight finish within `limit`, answers 503 to the remaining ones, and
    /// returns when the daemon has stopped. A second call waits for the same stop. Idle connections are closed at once.
    public func drain(within limit: Duration) async { await supervisor.drain(within: limit) }
}
