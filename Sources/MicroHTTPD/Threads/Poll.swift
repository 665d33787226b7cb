// Either module provides the socket constants, depending on which was loaded first.
private import CMicroHTTPD
private import Glibc

/// The current state of one socket, from poll(2).
enum Poll {
    /// `POLLRDHUP`, which Swift does not import.
    private static let peerHungUp: Int16 = 0x2000

    /// Whether there is data to read, or a connection to accept.
    static func isReadable(_ socket: Int32) -> Bool { events(of: socket, Int16(POLLIN)) & Int16(POLLIN) != 0 }

    /// Whether the other end has closed or half-closed.
    static func peerHasHungUp(_ socket: Int32) -> Bool { events(of: socket, peerHungUp) != 0 }

    /// The unread data of a socket.
    enum Unread {
        /// At least a byte.
        case bytes
        /// Nothing yet.
        case nothing
        /// Nothing, and there will be none: the other end has closed, or the connection is broken.
        case ended
    }

    /// The unread data, without reading it.
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
