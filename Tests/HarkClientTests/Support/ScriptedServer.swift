import Foundation
import XCTest

/// `POLLRDHUP`, which Swift does not see.
private let peerHungUp: Int32 = 0x2000

/// A server on a port of its own that runs a script for each connection, on a thread of its own.
final class ScriptedServer: Sendable {
    let port: UInt16

    private let listener: Int32

    init(_ script: @escaping @Sendable (Peer) throws -> Void) throws {
        let (listener, port) = try Self.listen()
        (self.listener, self.port) = (listener, port)
        Thread.detachNewThread {
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { break }
                Thread.detachNewThread { try? script(Peer(socket)) }
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// A port on which no one listens.
    static func closedPort() throws -> UInt16 {
        let (listener, port) = try listen()
        close(listener)
        return port
    }

    private static func listen() throws -> (socket: Int32, port: UInt16) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(socket, address, size) == 0, Glibc.listen(socket, 8) == 0 else { return Int32(-1) }
                return unsafe getsockname(socket, address, &size)
            }
        }
        guard result == 0 else { throw Peer.Failure.notListening }
        return (socket, UInt16(bigEndian: address.sin_port))
    }
}

/// The server's end of a connection. Each wait is bounded by ten seconds.
final class Peer {
    enum Failure: Error { case notListening, timedOut, closed }

    private let socket: Int32
    private var received: [UInt8] = []

    init(_ socket: Int32) { self.socket = socket }

    deinit { close(socket) }

    /// Sends all bytes; throws when the client has gone.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: POLLOUT)
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            guard count > 0 else { throw Failure.closed }
            rest = rest.dropFirst(count)
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Sends the same bytes until the client closes.
    func sendForever(_ bytes: [UInt8]) throws -> Never {
        while true { try send(bytes) }
    }

    /// Sends bytes one by one, one in ten milliseconds, until the client goes.
    func trickle(_ bytes: [UInt8]) throws {
        for byte in bytes {
            var descriptor = pollfd(fd: socket, events: Int16(peerHungUp), revents: 0)
            guard unsafe poll(&descriptor, 1, 10) == 0 else { throw Failure.closed }
            try send([byte])
        }
    }

    /// Some bytes; nil when the client has closed.
    func receive() throws -> [UInt8]? {
        if !received.isEmpty {
            defer { received = [] }
            return received
        }
        try wait(for: POLLIN)
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = unsafe recv(socket, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer.prefix(count)) : nil
    }

    /// Everything up to and with `end`.
    func receive(until end: String) throws -> String {
        while true {
            if let range = received.firstRange(of: Array(end.utf8)) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.upperBound], as: UTF8.self)
            }
            let all = received
            received = []
            guard let more = try receive() else { throw Failure.closed }
            received = all + more
        }
    }

    /// Everything until the client closes.
    func receiveToEnd() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let more = try receive() { bytes += more }
        return bytes
    }

    /// Waits until the client has gone, without reading.
    func waitForEnd() throws { try wait(for: peerHungUp) }

    /// Says that nothing more will be sent.
    func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// Lets the connection end with a reset.
    func resetWhenReleased() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe _ = setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private func wait(for events: Int32) throws {
        var descriptor = pollfd(fd: socket, events: Int16(events), revents: 0)
        guard unsafe poll(&descriptor, 1, 10_000) == 1 else { throw Failure.timedOut }
    }
}
