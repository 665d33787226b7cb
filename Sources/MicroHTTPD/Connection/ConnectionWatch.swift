private import Glibc
internal import HarkHTTP
private import Synchronization

/// The state of a connection that the supervisor and other connections can see. The connection's thread updates it.
final class ConnectionWatch: Sendable {
    /// What a connection is doing.
    enum Phase: UInt64 {
        /// Between a request and the request line of the next.
        case idle
        /// Reading a header section; a new connection starts in this phase.
        case head
        /// Reading a body.
        case body
        /// Its thread is running the handler, until it first suspends.
        case running
        /// Suspended until the handler's response is ready.
        case waiting
        /// Sending a response.
        case sending
        /// Answered early, and reading and dropping the rest of the request (`Lingerer`).
        case lingering
    }

    /// The peer.
    let peer: PeerAddress
    /// The source that it counts for.
    let source: Source
    /// Whether its address is a proxy's, shared by any number of senders.
    let hasNoShare: Bool
    /// Whether it begins with a TLS handshake.
    let isEncrypted: Bool

    /// The phase in the lowest three bits, its deadline in milliseconds above them; deadline 0 means none.
    private let clock: Atomic<UInt64>
    private let waitingSinceMilliseconds: Atomic<UInt64>
    private let descriptor: Atomic<Int32>
    private let cutFlag = Atomic(false)
    private let provenFlag = Atomic(false)
    private let begunFlag = Atomic(false)
    private let awaited = Mutex<Awaited?>(nil)

    private struct Awaited {
        let exchange: Exchange
        let deadline: MonotonicTime
    }

    /// Watches a connection that was just accepted.
    init(
        socket: Int32, peer: PeerAddress, headDeadline: MonotonicTime, now: MonotonicTime = .now,
        hasNoShare: Bool = false, isEncrypted: Bool = false
    ) {
        descriptor = Atomic(socket)
        self.peer = peer
        source = Source(peer)
        self.hasNoShare = hasNoShare
        self.isEncrypted = isEncrypted
        clock = Atomic(Self.pack(.head, headDeadline))
        waitingSinceMilliseconds = Atomic(now.milliseconds)
    }

    /// The socket, which is closed only after the watch has left the registry.
    var socket: Int32 { descriptor.load(ordering: .relaxed) }

    /// Replaces the descriptor of the connection. Only under the registry's lock.
    func replaceSocket(by socket: Int32) { descriptor.store(socket, ordering: .relaxed) }

    /// The current phase.
    var phase: Phase { Phase(rawValue: clock.load(ordering: .relaxed) & 7) ?? .head }

    /// Whether a request is not answered.
    var isInFlight: Bool {
        switch phase {
        case .idle, .head, .lingering: false
        case .body, .running, .waiting, .sending: true
        }
    }

    /// When waiting for the current request began: when the connection was accepted, or when the previous request
    /// ended.
    var waitingSince: MonotonicTime { MonotonicTime(milliseconds: waitingSinceMilliseconds.load(ordering: .relaxed)) }

    /// Whether both directions were shut down by this side.
    var isCut: Bool { cutFlag.load(ordering: .relaxed) }

    /// Whether a request of the connection has authenticated its sender.
    var isProven: Bool { provenFlag.load(ordering: .relaxed) }

    /// Whether its TLS handshake may still be unfinished: no request line has arrived.
    var isInHandshake: Bool { isEncrypted && !begunFlag.load(ordering: .relaxed) }

    /// A request of the connection has authenticated its sender.
    func prove() { provenFlag.store(true, ordering: .relaxed) }

    /// A request line has arrived.
    func begin() { begunFlag.store(true, ordering: .relaxed) }

    /// The connection starts to wait for its next request.
    func waitForRequest(from now: MonotonicTime, until deadline: MonotonicTime) {
        waitingSinceMilliseconds.store(now.milliseconds, ordering: .relaxed)
        enter(.idle, until: deadline)
    }

    /// The connection enters a phase that ends at the deadline.
    func enter(_ phase: Phase, until deadline: MonotonicTime? = nil) {
        clock.store(Self.pack(phase, deadline), ordering: .relaxed)
    }

    /// The connection is about to wait for a handler, which is interrupted at the deadline.
    func await(_ exchange: Exchange, until deadline: MonotonicTime) {
        awaited.withLock { $0 = Awaited(exchange: exchange, deadline: deadline) }
        enter(.waiting)
    }

    /// The connection continues.
    func stopAwaiting() { awaited.withLock { $0 = nil } }

    /// What the connection waits for, if it waits.
    var awaitedExchange: Exchange? { awaited.withLock { $0?.exchange } }

    /// What the connection waits for, if its deadline has passed.
    func overdueExchange(at now: MonotonicTime) -> Exchange? {
        awaited.withLock { awaited in
            guard let awaited, awaited.deadline < now else { return nil }
            return awaited.exchange
        }
    }

    /// Shuts down both directions if the deadline of the phase has passed, so that libmicrohttpd closes the connection;
    /// returns the phase then. Only while the watch is in the registry, because the socket's number may be reused
    /// later.
    func cutIfOverdue(at now: MonotonicTime) -> Phase? {
        let packed = clock.load(ordering: .relaxed)
        guard packed >> 3 != 0, packed >> 3 < now.milliseconds else { return nil }
        let phase = Phase(rawValue: packed & 7) ?? .head
        // It may have continued at this very moment.
        let cut = clock.compareExchange(expected: packed, desired: Self.pack(phase, nil), ordering: .relaxed)
        guard cut.exchanged else { return nil }
        self.cut()
        return phase
    }

    /// Shuts down both directions, so that libmicrohttpd closes the connection. Received data is discarded, because a
    /// ClientHello in it would be answered. Only while the watch is in the registry, or before it is added.
    func cut() {
        cutFlag.store(true, ordering: .relaxed)
        let socket = socket
        shutdown(socket, Int32(SHUT_RDWR))
        guard isInHandshake else { return }
        var dropped = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 {
            guard unsafe recv(socket, &dropped, dropped.count, Int32(MSG_DONTWAIT)) > 0 else { return }
        }
    }

    private static func pack(_ phase: Phase, _ deadline: MonotonicTime?) -> UInt64 {
        (deadline?.milliseconds ?? 0) << 3 | phase.rawValue
    }
}
