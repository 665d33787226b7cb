import Foundation
import Synchronization

/// A server on a free port of 127.0.0.1 that does with each connection what a test says, on a thread of its own.
final class RawServer: Sendable {
    let port: UInt16
    /// The header sections that it read, in order.
    let heads = Recorder<String>()
    /// For each connection that was served: whether the client closed it while the server waited for that.
    let ends = Recorder<Bool>()

    private let socket: Int32

    init(_ serve: @escaping @Sendable (RawConnection) -> Void) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(socket, address, size) + listen(socket, 128) + getsockname(socket, address, &size)
            }
        }
        guard result == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        self.socket = socket
        let (heads, ends) = (heads, ends)
        Thread.detachNewThread {
            while case let accepted = accept(socket, nil, nil), accepted >= 0 {
                Thread.detachNewThread {
                    serve(RawConnection(socket: accepted, heads: heads, ends: ends))
                    close(accepted)
                }
            }
            close(socket)
        }
    }

    deinit { shutdown(socket, Int32(SHUT_RDWR)) }

    /// A server that answers each request of a connection with these bytes, then closes.
    static func answering(_ answer: String) throws -> RawServer {
        try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.send(answer)
        }
    }

    /// A server that reads a request and never answers; it notes when the client closes.
    static func silent() throws -> RawServer {
        try RawServer { connection in
            guard connection.readHead() != nil else { return }
            connection.waitForEnd()
        }
    }

    func url(_ path: String = "/", scheme: String = "http", host: String = "127.0.0.1") -> String {
        "\(scheme)://\(host):\(port)\(path)"
    }

    /// A port at which nobody listens.
    static func closedPort() throws -> UInt16 { try RawServer { _ in }.port }
}

/// A connection that a `RawServer` took.
struct RawConnection: Sendable {
    let socket: Int32
    let heads: Recorder<String>
    let ends: Recorder<Bool>

    /// The next header section; nil when the client closes instead, or sends none within ten seconds.
    @discardableResult
    func readHead() -> String? {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var byte: UInt8 = 0
            guard isReadable, unsafe recv(socket, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        let head = String(decoding: bytes, as: UTF8.self)
        heads.record(head)
        return head
    }

    /// Sends all of it; false when the client has closed.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Waits until the client closes, ten seconds at most.
    func waitForEnd() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while isReadable {
            if unsafe recv(socket, &buffer, buffer.count, 0) <= 0 { return ends.record(true) }
        }
        ends.record(false)
    }

    /// Ends the connection with a reset instead of a FIN.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe _ = setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    private var isReadable: Bool {
        var readable = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&readable, 1, 10_000) == 1
    }
}

/// Keeps what it is given, for any thread to look at.
final class Recorder<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])

    func record(_ element: Element) { elements.withLock { $0.append(element) } }

    var all: [Element] { elements.withLock { $0 } }

    /// What was recorded, once there are so many, or after ten seconds.
    func all(atLeast count: Int) async -> [Element] {
        let end = ContinuousClock.now + .seconds(10)
        while all.count < count, ContinuousClock.now < end { await Task.yield() }
        return all
    }
}
