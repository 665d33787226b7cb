private import CMicroHTTPD
private import Glibc
private import Synchronization

/// Closes connections whose answer went out before all of the request had come, as RFC 9112, 9.6 asks for: what still
/// arrives is read and dropped, bounded by bytes and by time, because closing a socket with unread data resets the
/// connection, and a client that writes first and reads later would lose its answer.
///
/// libmicrohttpd closes a descriptor of its own as usual; the connection lives on in another one here. A thread of the
/// process, started with the first such connection, serves those of all daemons.
final class Lingerer: Sendable {
    /// How long and how much is read and dropped of one connection.
    struct Bounds: Sendable {
        /// Longest time in all.
        let time: MonotonicTime.Interval
        /// Longest time without a byte.
        let silence: MonotonicTime.Interval
        /// Most bytes.
        let bytes: Int
    }

    /// A connection that lingers.
    private struct Entry {
        let socket: Int32
        let watch: ConnectionWatch
        let registry: ConnectionRegistry
        let silence: MonotonicTime.Interval
        var rest: Int
        var silentUntil: MonotonicTime
    }

    /// The one of this process.
    static let shared = Lingerer()

    /// What one round reads of a connection at most, in buffers.
    private static let turns = 4

    private let arrivals = ThreadLock<[Entry]>([])
    private let bell: Int32
    private let isRunning: Bool

    private init() {
        bell = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        var thread = pthread_t()
        isRunning = unsafe bell >= 0 && pthread_create(&thread, nil, lingererThread, nil) == 0
        if isRunning { pthread_detach(thread) }
    }

    /// Takes over a connection that is being closed: another descriptor of its socket, and its place in the registry.
    /// False, and nothing taken over, when there is no descriptor left.
    func adopt(_ watch: ConnectionWatch, in registry: ConnectionRegistry, _ bounds: Bounds) -> Bool {
        guard isRunning else { return false }
        let now = MonotonicTime.now
        let adopted = registry.withSocket(of: watch) { socket -> Int32? in
            let copy = fcntl(socket, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return nil }
            watch.replaceSocket(by: copy)
            watch.enter(.lingering, until: now + bounds.time)
            return copy
        }
        guard let adopted, let socket = adopted else { return false }
        // The client is told that nothing more comes; over TLS libmicrohttpd does not say so on the socket.
        shutdown(socket, Int32(SHUT_WR))
        arrivals.withLock {
            $0.append(
                Entry(
                    socket: socket, watch: watch, registry: registry, silence: bounds.silence, rest: bounds.bytes,
                    silentUntil: now + bounds.silence))
        }
        eventfd_write(bell, 1)
        return true
    }

    /// The thread's life, which is that of the process.
    fileprivate func run() {
        var entries: [Entry] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            var probes = [pollfd(fd: bell, events: Int16(POLLIN), revents: 0)]
            probes += entries.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
            // A quarter of a second is how exact the bound of silence is.
            unsafe _ = poll(&probes, nfds_t(probes.count), entries.isEmpty ? -1 : 250)
            if probes[0].revents != 0 {
                var rings = eventfd_t()
                unsafe _ = eventfd_read(bell, &rings)
            }
            let now = MonotonicTime.now
            var kept: [Entry] = []
            for (entry, probe) in zip(entries, probes.dropFirst()) {
                var entry = entry
                if Self.isOver(&entry, isReadable: probe.revents != 0, &buffer, now) {
                    entry.registry.remove(entry.watch)
                    close(entry.socket)
                } else {
                    kept.append(entry)
                }
            }
            entries =
                kept
                + arrivals.withLock { arrivals in
                    defer { arrivals.removeAll() }
                    return arrivals
                }
        }
    }

    /// Reads what is there; returns whether the connection has ended or passed a bound.
    private static func isOver(
        _ entry: inout Entry, isReadable: Bool, _ buffer: inout [UInt8], _ now: MonotonicTime
    ) -> Bool {
        guard isReadable else { return entry.silentUntil < now }
        for _ in 0..<turns {
            let count = unsafe recv(entry.socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if count < 0 { return errno != EAGAIN && errno != EINTR }
            entry.rest -= count
            entry.silentUntil = now + entry.silence
            guard count > 0, entry.rest > 0 else { return true }
        }
        return false
    }
}

/// The start routine of the thread.
private let lingererThread: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { _ in
    Lingerer.shared.run()
    return nil
}
