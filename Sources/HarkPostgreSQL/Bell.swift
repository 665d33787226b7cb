private import CPostgreSQL
private import Glibc

/// Wakes a thread that waits for it, and for the socket of a connection.
struct Bell: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Nil if the process has no file descriptor left.
    init?() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// Ends the wait that goes on, or else the next one.
    func ring() { _ = eventfd_write(descriptor, 1) }

    /// Waits until the bell rings, or the socket can be read or is lost.
    /// - Parameters:
    ///   - socket: ignored if it is negative.
    ///   - timeout: nil to wait for ever.
    func wait(orFor socket: Int32, timeout: Duration?) {
        var entries = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(POLLIN), revents: 0),
        ]
        _ = unsafe poll(&entries, 2, timeout?.pollTimeout ?? -1)
        var rings = eventfd_t()
        if entries[0].revents != 0 { unsafe _ = eventfd_read(descriptor, &rings) }
    }
}
