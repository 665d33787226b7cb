import Foundation

@testable import MicroHTTPD

/// A client that sends exactly the bytes it is told to. Every wait is bounded by twenty seconds.
final class RawClient {
    /// What went wrong on the way.
    enum Failure: Error {
        case notConnected, timedOut
        case malformed(String)
    }

    private let socket: Int32
    private var received: [UInt8] = []

    init(_ address: ListenAddress) throws {
        let name =
            switch address {
            case .tcp("::", let port): SocketAddress(host: "::1", port: port)
            case .tcp(let host, let port): SocketAddress(host: host, port: port)
            case .unix(let path): SocketAddress(path: path)
            }
        guard let name else { throw Failure.notConnected }
        socket = Glibc.socket(name.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard name.connect(socket) == 0 else { throw Failure.notConnected }
    }

    deinit { close(socket) }

    /// Sends all the bytes; false when some are lost because the server has closed the connection.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// The same with bytes.
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

    /// Tells the server that nothing more will come.
    func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// Lets the connection end with a reset instead of a FIN.
    func resetWhenReleased() {
        var option = linger(l_onoff: 1, l_linger: 0)
        unsafe _ = setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// One response with its body, however it is framed.
    func response(toHead: Bool = false) throws -> RawResponse {
        var head = try readHead()
        while head.status == 100 { head = try readHead() }
        if toHead || head.status == 204 || head.status == 304 { return head }
        if let length = head["content-length"].flatMap({ Int($0) }) {
            head.body = try take(length)
        } else if head["transfer-encoding"] == "chunked" {
            head.body = try readChunks()
        } else {
            head.body = try readToEnd()
        }
        return head
    }

    /// Only the header section of the next response, 100 included.
    func readHead() throws -> RawResponse {
        let end: [UInt8] = [13, 10, 13, 10]
        while true {
            if let range = received.firstRange(of: end) {
                let head = String(decoding: received[..<range.lowerBound], as: UTF8.self)
                received.removeSubrange(..<range.upperBound)
                return try RawResponse(head: head)
            }
            guard try receive() else { throw Failure.malformed(String(decoding: received, as: UTF8.self)) }
        }
    }

    /// Everything until the server closes.
    @discardableResult
    func readToEnd() throws -> [UInt8] {
        while try receive() {}
        defer { received = [] }
        return received
    }

    /// The next bytes.
    func take(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else { throw Failure.malformed("closed before \(count) bytes") }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while received.firstIndex(of: 10) == nil {
                guard try receive() else { throw Failure.malformed("closed within chunks") }
            }
            let line = try take((received.firstIndex(of: 10) ?? 0) + 1)
            guard
                let size = Int(
                    String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces.union(.newlines)),
                    radix: 16)
            else { throw Failure.malformed("chunk size") }
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body }
        }
    }

    /// Takes at most so many bytes from the socket; false when the server has closed.
    func receive(atMost limit: Int = 65536) throws -> Bool {
        var readable = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&readable, 1, 20_000) == 1 else { throw Failure.timedOut }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = unsafe recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }
}

/// A response as it came over the wire.
struct RawResponse {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8] = []

    init(head: String) throws {
        let lines = head.components(separatedBy: "\r\n")
        guard let line = lines.first, line.hasPrefix("HTTP/1."), let status = Int(line.split(separator: " ")[1]) else {
            throw RawClient.Failure.malformed(head)
        }
        self.status = status
        fields = lines.dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            return (line[..<colon].lowercased(), value)
        }
    }

    /// The first value of a field.
    subscript(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
