// The constants of sockets come with either module, depending on which was loaded first.
private import CMicroHTTPD
private import Glibc

/// What poll(2) says of one socket at this moment.
enum Poll {
    /// `POLLRDHUP`, which Swift does not see.
    private static let peerHungUp: Int16 = 0x2000

    /// Whether there is something to read, or to accept.
    static func isReadable(_ socket: Int32) -> Bool { events(of: socket, Int16(POLLIN)) & Int16(POLLIN) != 0 }

    /// Whether the other end has closed, or half-closed.
    static func peerHasHungUp(_ socket: Int32) -> Bool { events(of: socket, peerHungUp) != 0 }

    /// What a socket has received that no one has read.
    enum Unread {
        /// At least a byte.
        case bytes
        /// Nothing so far.
        case nothing
        /// Nothing, and there will not be: the other end has closed, or the connection is broken.
        case ended
    }

    /// What there is to read, without reading it.
    static func unread(of socket: Int32) -> Unread {
        var byte: UInt8 = 0
        let count = unsafe recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        if count > 0 { return .bytes }
        return count < 0 && errno == EAGAIN ? .nothing : .ended
    }

    private static func events(of socket: Int32, _ events: Int16) -> Int16 {
        var probe = pollfd(fd: socket, events: events, revents: 0)
        return unsafe poll(&probe, 1, 0) > 0 ? probe.revents : 0
    }
}
