private import Glibc
internal import HarkHTTP
private import Synchronization

/// What the supervisor and other connections see of a connection, and what the connection's thread says of it.
final class ConnectionWatch: Sendable {
    /// What a connection is doing.
    enum Phase: UInt64 {
        /// Between a request and the request line of the next.
        case idle
        /// Reading a header section; a new connection from the moment it is accepted.
        case head
        /// Reading a body.
        case body
        /// Its thread runs the handler, up to the first real suspension.
        case running
        /// Suspended until the handler, or the next chunk of its answer, is ready.
        case waiting
        /// Sending an answer.
        case sending
        /// Answered early, and reading and dropping what still comes (`Lingerer`).
        case lingering
    }

    /// The other end.
    let peer: PeerAddress
    /// Who is counted as one sender with it.
    let source: Source
    /// Whether its address is a proxy's, which any number of senders share.
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
        let work: any Interruptible
        let deadline: MonotonicTime?
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

    /// From now on the connection has another descriptor. Only under the registry's lock.
    func replaceSocket(by socket: Int32) { descriptor.store(socket, ordering: .relaxed) }

    /// What the connection is doing.
    var phase: Phase { Phase(rawValue: clock.load(ordering: .relaxed) & 7) ?? .head }

    /// Whether an answer is owed.
    var isInFlight: Bool {
        switch phase {
        case .idle, .head, .lingering: false
        case .body, .running, .waiting, .sending: true
        }
    }

    /// When the present request began to be waited for: at the acceptance, or at the end of the request before.
    var waitingSince: MonotonicTime { MonotonicTime(milliseconds: waitingSinceMilliseconds.load(ordering: .relaxed)) }

    /// Whether both directions were ended from this side.
    var isCut: Bool { cutFlag.load(ordering: .relaxed) }

    /// Whether a request of the connection has proved its sender.
    var isProven: Bool { provenFlag.load(ordering: .relaxed) }

    /// Whether its TLS handshake may still be unfinished: no request line has come yet.
    var isInHandshake: Bool { isEncrypted && !begunFlag.load(ordering: .relaxed) }

    /// A request of the connection has proved its sender.
    func prove() { provenFlag.store(true, ordering: .relaxed) }

    /// A request line has come.
    func begin() { begunFlag.store(true, ordering: .relaxed) }

    /// The connection waits for its next request from now on.
    func waitForRequest(from now: MonotonicTime, until deadline: MonotonicTime) {
        waitingSinceMilliseconds.store(now.milliseconds, ordering: .relaxed)
        enter(.idle, until: deadline)
    }

    /// The connection begins a phase that is cut at the deadline.
    func enter(_ phase: Phase, until deadline: MonotonicTime? = nil) {
        clock.store(Self.pack(phase, deadline), ordering: .relaxed)
    }

    /// The connection is about to wait for work that is interrupted at the deadline.
    func await(_ work: any Interruptible, until deadline: MonotonicTime?) {
        awaited.withLock { $0 = Awaited(work: work, deadline: deadline) }
        enter(.waiting)
    }

    /// The connection goes on.
    func stopAwaiting() { awaited.withLock { $0 = nil } }

    /// The work that the connection waits for, if it waits.
    var awaitedWork: (any Interruptible)? { awaited.withLock { $0?.work } }

    /// The work that the connection waits for, if its deadline has passed.
    func overdueWork(at now: MonotonicTime) -> (any Interruptible)? {
        awaited.withLock { awaited in
            guard let deadline = awaited?.deadline, deadline < now else { return nil }
            return awaited?.work
        }
    }

    /// Ends both directions if the deadline of the phase has passed, so that libmicrohttpd closes the connection;
    /// returns the phase then. Only while the watch is in the registry, for the socket's number may be another's later.
    func cutIfOverdue(at now: MonotonicTime) -> Phase? {
        let packed = clock.load(ordering: .relaxed)
        guard packed >> 3 != 0, packed >> 3 < now.milliseconds else { return nil }
        let phase = Phase(rawValue: packed & 7) ?? .head
        // It may have gone on in this very moment.
        let cut = clock.compareExchange(expected: packed, desired: Self.pack(phase, nil), ordering: .relaxed)
        guard cut.exchanged else { return nil }
        self.cut()
        return phase
    }

    /// Ends both directions, so that libmicrohttpd closes the connection. What has been received is thrown away: a
    /// ClientHello in it would be answered. Only while the watch is in the registry, or before it is there.
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

/// Work that a suspended connection waits for.
protocol Interruptible: AnyObject, Sendable {
    /// Ends the wait for this reason and cancels the work. Does nothing when the work was done before.
    func interrupt(_ interruption: Interruption)
}

/// Why work is interrupted.
enum Interruption: Sendable {
    /// Its deadline passed.
    case deadline
    /// The client left.
    case clientLeft
    /// The daemon stops.
    case stopping
    /// There is too much work, and someone else's comes first.
    case outdone
}
