internal import HarkHTTP
private import Synchronization

/// What the callbacks of a daemon share.
final class DaemonCore: Sendable {
    /// Answers the requests.
    let responder: any Responder
    /// Told of everything that the responder does not see. Called on the daemon's threads.
    let report: @Sendable (DaemonEvent) -> Void
    /// How requests reach the daemon.
    let scheme: Scheme
    /// Whether clients are asked for a certificate.
    let asksForCertificates: Bool
    /// Largest body of a route without a limit of its own.
    let bodyLimit: Int
    /// The memory for all bodies together, those of other daemons of the same budget included.
    let bodyBudget: BodyBudget
    /// The deadlines.
    let timeouts: Timeouts
    /// Copies header sections.
    let headReader: HeadReader
    /// Checks them.
    let headCheck: HeadCheck
    /// Counts suspended connections.
    let gate = SuspensionGate()
    /// The open connections.
    let registry = ConnectionRegistry()

    private let draining = Atomic(false)
    private let throttle = Mutex(LogThrottle())

    init(
        _ configuration: DaemonConfiguration, responder: any Responder, checksLayout: Bool,
        report: @escaping @Sendable (DaemonEvent) -> Void
    ) {
        self.responder = responder
        self.report = report
        scheme = configuration.tls == nil ? .http : .https
        asksForCertificates = configuration.clientCertificateAuthorities != nil
        bodyLimit = configuration.bodyLimit
        bodyBudget = configuration.bodyBudget
        timeouts = Timeouts(configuration)
        headReader = HeadReader(checksLayout: checksLayout, fieldLimit: configuration.headerCountLimit)
        headCheck = HeadCheck(
            fieldLimit: configuration.headerCountLimit, headerLimit: configuration.headerLimit,
            targetLimit: configuration.targetLimit)
    }

    /// Whether answers tell their client to leave.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// From now on answers tell their client to leave.
    func beginDraining() { draining.store(true, ordering: .relaxed) }

    /// The last line of libmicrohttpd's log: why it did not start, when it did not.
    var lastLogged: String? { throttle.withLock { $0.last } }

    /// Passes on a line of libmicrohttpd's log, unless there were too many of late: it writes one a bad request.
    func log(_ message: String) {
        for line in throttle.withLock({ $0.lines(for: message, at: .now) }) { report(.library(message: line)) }
    }
}
