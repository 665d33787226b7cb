private import CMicroHTTPD
private import Glibc
private import Synchronization

/// Closes connections that were answered before the whole request had arrived, as RFC 9112, 9.6 requires: what still
/// arrives is read and dropped, limited by bytes and time. Closing a socket with unread data would reset the
/// connection, and a client that reads only after writing would lose its response.
///
/// libmicrohttpd closes its own descriptor as usual; the connection stays open through a duplicate of it. One thread of
/// the process, started with the first such connection, serves those of all daemons.
final class Lingerer: Sendable {
    /// How long, and how many bytes of one connection are read and dropped.
    struct Bounds: Sendable {
        /// Longest time in total.
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

    /// The instance of this process.
    static let shared = Lingerer()

    /// How many buffers one round reads from a connection.
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

    /// Takes over a connection that is being closed: duplicates its socket, and keeps its place in the registry.
    /// Returns false and takes nothing over if there is no descriptor left.
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
        // Tells the client that nothing more will be sent; over TLS, libmicrohttpd does not do this on the socket.
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

    /// The thread's main function, which runs as long as the process.
    fileprivate func run() {
        var entries: [Entry] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            var probes = [pollfd(fd: bell, events: Int16(POLLIN), revents: 0)]
            probes += entries.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
            // This is the accuracy of the limit on silence: a quarter of a second.
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

    /// Reads what has arrived; returns whether the connection has ended or exceeded a limit.
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
