import Foundation
import XCTest

/// One connection that is kept open over several requests.
final class KeptConnection {
    private let socket: Int32
    private var received = Data()

    /// Connects to the port of a URL such as `http://127.0.0.1:3141`.
    init(_ url: String) throws {
        let port = try XCTUnwrap(url.split(separator: ":").last.flatMap { UInt16($0) })
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        XCTAssertEqual(connected, 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        unsafe _ = setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    /// Posts a push and returns the status of its answer, or nil when the connection is gone.
    func status(of push: SignedPush) -> String? {
        let head = """
            POST /github HTTP/1.1\r
            Host: localhost\r
            Content-Type: application/x-www-form-urlencoded\r
            \(push.header)\r
            Content-Length: \(push.body.utf8.count)\r
            \r\n
            """
        let bytes = Array((head + push.body).utf8)
        guard unsafe send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else { return nil }
        return readStatus()
    }

    private func readStatus() -> String? {
        while true {
            if let end = received.firstRange(of: Data("\r\n\r\n".utf8)) {
                let head = String(decoding: received[..<end.lowerBound], as: UTF8.self)
                let length =
                    head.components(separatedBy: "Content-Length: ").dropFirst().first
                    .flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
                if received[end.upperBound...].count >= length {
                    received.removeSubrange(..<(end.upperBound + length))
                    return head.split(separator: " ").dropFirst().first.map(String.init)
                }
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = unsafe recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            received.append(contentsOf: buffer.prefix(count))
        }
    }
}
