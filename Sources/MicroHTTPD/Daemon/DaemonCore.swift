internal import HarkHTTP
private import Synchronization

/// The state that the callbacks of a daemon share.
final class DaemonCore: Sendable {
    /// Answers the requests.
    let responder: any Responder
    /// Called for everything that the responder does not see, on the daemon's threads.
    let report: @Sendable (DaemonEvent) -> Void
    /// How requests reach the daemon.
    let scheme: Scheme
    /// Whether clients are asked for a certificate.
    let asksForCertificates: Bool
    /// Largest body of a route without a limit of its own.
    let bodyLimit: Int
    /// The memory for all bodies together, shared with other daemons of the same budget.
    let bodyBudget: BodyBudget
    /// The timeouts.
    let timeouts: Timeouts
    /// Copies header sections.
    let headReader: HeadReader
    /// Checks header sections.
    let headCheck: HeadCheck
    /// Header field names that many requests contain.
    let fieldNames: FieldNames
    /// Runs long computations.
    let workers: WorkerPool
    /// Which peers have no limits of their own.
    let hasNoShare: @Sendable (PeerAddress) -> Bool
    /// Counts suspended connections.
    let gate = SuspensionGate()
    /// The open connections.
    let registry: ConnectionRegistry

    private let listeningSocket: Int32
    private let draining = Atomic(false)
    private let stopped = Atomic(false)
    private let throttle = Mutex(LogThrottle())
    private let events: ThreadLock<EventThrottle>
    private let handshakes = ThreadLock(HandshakePressure(at: .now))
    private let tallied = Mutex(MonotonicTime(milliseconds: 0))

    init(
        _ configuration: DaemonConfiguration, places: PlaceLimits, socket: Int32, responder: any Responder,
        checksLayout: Bool, report: @escaping @Sendable (DaemonEvent) -> Void
    ) {
        self.responder = responder
        let events = ThreadLock(EventThrottle())
        self.events = events
        self.report = { event in
            for event in events.withLock({ $0.events(for: event, at: .now) }) { report(event) }
        }
        registry = ConnectionRegistry(places)
        workers = configuration.workers
        hasNoShare = configuration.hasNoShare
        listeningSocket = socket
        scheme = configuration.tls == nil ? .http : .https
        asksForCertificates = configuration.clientCertificateAuthorities != nil
        bodyLimit = configuration.bodyLimit
        bodyBudget = configuration.bodyBudget
        timeouts = Timeouts(configuration)
        fieldNames = FieldNames(configuration.commonFieldNames)
        headReader = HeadReader(checksLayout: checksLayout, fieldLimit: configuration.headerCountLimit)
        headCheck = HeadCheck(
            fieldLimit: configuration.headerCountLimit, headerLimit: configuration.headerLimit,
            targetLimit: configuration.targetLimit)
    }

    /// Whether responses tell their client to disconnect.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    /// From now on responses tell their client to disconnect.
    func beginDraining() { draining.store(true, ordering: .relaxed) }

    /// Whether a connection that was just accepted is served; if so, it has taken a place.
    func admits(_ watch: ConnectionWatch, _ handle: ConnectionHandle) -> Bool {
        if watch.isEncrypted {
            switch verdict(on: watch) {
            case .serve: break
            case .challenge: handle.challenge()
            case .turnAway:
                registry.turnAway(watch)
                return false
            }
        }
        return registry.insert(watch)
    }

    /// Reports events that were held back or counted long enough.
    func reportTallies(at now: MonotonicTime) {
        for event in events.withLock({ $0.overdue(at: now) }) { report(event) }
        let isDue = tallied.withLock { $0 + Self.tallyInterval <= now }
        guard isDue else { return }
        let (displaced, turnedAway) = registry.takeTallies()
        guard displaced.count + turnedAway.count > 0 else { return }
        tallied.withLock { $0 = now }
        if displaced.count > 0 {
            let phase = RequestPhase(displaced.phase)
            report(.displaced(count: displaced.count, phase: phase, peer: displaced.peer))
        }
        if turnedAway.count > 0 { report(.turnedAway(count: turnedAway.count, peer: turnedAway.peer)) }
    }

    /// How often displaced connections are reported.
    private static let tallyInterval = MonotonicTime.Interval(milliseconds: 10_000)

    /// How a handshake is treated; a client that disconnected while it waited is turned away.
    private func verdict(on watch: ConnectionWatch) -> HandshakePressure.Verdict {
        guard !Poll.peerHasHungUp(watch.socket) else { return .turnAway }
        let othersWait = !isDraining && Poll.isReadable(listeningSocket)
        return handshakes.withLock {
            $0.verdict(on: watch.source, hasNoShare: watch.hasNoShare, othersWait: othersWait, at: .now)
        }
    }

    /// Whether the daemon closes its connections.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// From now on connections are closed at once.
    func stop() { stopped.store(true, ordering: .relaxed) }

    /// The last line of libmicrohttpd's log: the reason if it did not start.
    var lastLogged: String? { throttle.withLock { $0.last } }

    /// Reports a line of libmicrohttpd's log, unless there were too many recently: it writes one for each bad request.
    func log(_ message: String) {
        for line in throttle.withLock({ $0.lines(for: message, at: .now) }) { report(.library(message: line)) }
    }
}
