private import Glibc

/// The open connections of a daemon by socket. Its lock is taken when one opens or closes, and by the supervisor: never
/// for a request.
final class ConnectionRegistry: Sendable {
    /// `POLLRDHUP` of poll(2), which Swift does not see.
    private static let peerHungUp: Int16 = 0x2000

    private let watches = ThreadLock<[Int32: ConnectionWatch]>([:])

    /// A connection was accepted.
    func insert(_ watch: ConnectionWatch) { watches.withLock { $0[watch.socket] = watch } }

    /// A connection is about to be closed.
    func remove(_ watch: ConnectionWatch) { watches.withLock { _ = $0.removeValue(forKey: watch.socket) } }

    /// The connections that owe an answer.
    func inFlight() -> [ConnectionWatch] { watches.withLock { $0.values.filter(\.isInFlight) } }

    /// Cuts the connections whose deadline has passed, and returns them. Under the lock that closing takes, so that no
    /// socket is shut down whose number has become another's.
    func cutOverdue(at now: MonotonicTime) -> [(watch: ConnectionWatch, phase: ConnectionWatch.Phase)] {
        watches.withLock { watches in
            watches.values.compactMap { watch in watch.cutIfOverdue(at: now).map { (watch, $0) } }
        }
    }

    /// The waiting connections whose client has left, or half-closed: to libmicrohttpd's poll loop that is the same.
    func deserted() -> [ConnectionWatch] {
        watches.withLock { watches in
            let waiting = watches.values.filter { $0.phase == .waiting }
            guard !waiting.isEmpty else { return [] }
            var probes = waiting.map { pollfd(fd: $0.socket, events: Self.peerHungUp, revents: 0) }
            guard unsafe poll(&probes, nfds_t(probes.count), 0) > 0 else { return [] }
            return zip(waiting, probes).filter { $0.1.revents != 0 }.map(\.0)
        }
    }
}
