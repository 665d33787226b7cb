private import Glibc
internal import HarkHTTP
private import Synchronization

/// What the supervisor sees of a connection, and what the connection's thread tells it.
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
    }

    /// The socket, which is closed only after the watch has left the registry.
    let socket: Int32
    /// The other end.
    let peer: PeerAddress

    /// The phase in the lowest three bits, its deadline in milliseconds above them; deadline 0 means none.
    private let clock: Atomic<UInt64>
    private let awaited = Mutex<Awaited?>(nil)

    private struct Awaited {
        let work: any Interruptible
        let deadline: MonotonicTime?
    }

    /// Watches a connection that was just accepted.
    init(socket: Int32, peer: PeerAddress, headDeadline: MonotonicTime) {
        self.socket = socket
        self.peer = peer
        clock = Atomic(Self.pack(.head, headDeadline))
    }

    /// What the connection is doing.
    var phase: Phase { Phase(rawValue: clock.load(ordering: .relaxed) & 7) ?? .head }

    /// Whether an answer is owed.
    var isInFlight: Bool { phase != .head && phase != .idle }

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

    /// Ends both directions if the deadline of the phase has passed, so that libmicrohttpd closes the connection; returns
    /// the phase then. Only while the watch is in the registry, for the socket's number may be another's later.
    func cutIfOverdue(at now: MonotonicTime) -> Phase? {
        let packed = clock.load(ordering: .relaxed)
        guard packed >> 3 != 0, packed >> 3 < now.milliseconds else { return nil }
        let phase = Phase(rawValue: packed & 7) ?? .head
        // It may have gone on in this very moment.
        let cut = clock.compareExchange(expected: packed, desired: Self.pack(phase, nil), ordering: .relaxed)
        guard cut.exchanged else { return nil }
        shutdown(socket, Int32(SHUT_RDWR))
        return phase
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
}
