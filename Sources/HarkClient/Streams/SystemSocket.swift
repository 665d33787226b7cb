internal import Glibc

/// System calls on a non-blocking TCP socket. Each function names its call.
enum SystemSocket {
    /// The result of a call.
    enum Progress<Value: Sendable>: Sendable {
        case done(Value)
        /// It would block.
        case blocked
        /// It failed with this error number.
        case failed(Int32)
    }

    /// A new socket, which sends small writes at once and detects after a while that the other end has vanished
    /// (socket(2), tcp(7)); nil with `errno` set on failure.
    static func open(_ family: Int32) -> Int32? {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(family, type, 0)
        guard socket >= 0 else { return nil }
        set(TCP_NODELAY, Int32(IPPROTO_TCP), on: socket)
        set(SO_KEEPALIVE, SOL_SOCKET, on: socket)
        return socket
    }

    /// The error of a connection attempt, 0 for none (`SO_ERROR`).
    static func pendingError(of socket: Int32) -> Int32 {
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno
    }

    /// At most `limit` bytes; empty at the end of the stream (recv(2)).
    static func receive(_ socket: Int32, atMost limit: Int) -> Progress<[UInt8]> {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = retried { unsafe recv(socket, &buffer, buffer.count, 0) }
        guard count >= 0 else { return errno == EAGAIN ? .blocked : .failed(errno) }
        buffer.removeLast(buffer.count - count)
        return .done(buffer)
    }

    /// Sends some of the bytes, and returns their number (send(2)).
    static func send(_ socket: Int32, _ bytes: ArraySlice<UInt8>) -> Progress<Int> {
        let count = unsafe bytes.withUnsafeBytes { bytes in
            retried { unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
        }
        guard count >= 0 else { return errno == EAGAIN ? .blocked : .failed(errno) }
        return .done(count)
    }

    /// The text of an error number, such as `Connection refused` (strerror(3), whose buffer glibc keeps per thread).
    static func text(_ error: Int32) -> String {
        guard let text = unsafe strerror(error) else { return "error \(error)" }
        return unsafe String(cString: text)
    }

    private static func retried(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result >= 0 || errno != EINTR { return result }
        }
    }

    private static func set(_ option: Int32, _ level: Int32, on socket: Int32) {
        var on: Int32 = 1
        unsafe _ = setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }
}
