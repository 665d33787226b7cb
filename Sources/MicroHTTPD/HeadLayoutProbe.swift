private import Glibc
private import HTTPTypes
internal import HarkHTTP

/// Finds out whether `HeadLayout` describes the libmicrohttpd that this process runs on. It rests on how 0.9.75 parses
/// in place; a later version, or a patched one, would have every request refused.
enum HeadLayoutProbe {
    /// Whether a well-formed request passes and a folded one is refused, found out once a process by asking a daemon on
    /// the loopback interface.
    static let passes = Library.version == "0.9.75" && tellsRequestsApart()

    private struct Empty: Responder {
        func admit(_ request: Request) -> Admission { .refused(.status(.noContent)) }
    }

    private static func tellsRequestsApart() -> Bool {
        var configuration = DaemonConfiguration()
        configuration.threads = 1
        guard let listener = try? Listener(binding: .tcp(host: "127.0.0.1", port: 0)),
            let daemon = try? Daemon(
                listener, configuration: configuration, responder: Empty(), checksLayout: true, events: { _ in })
        else { return false }
        let sound = "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nEmpty:\r\nPadded: \t y \t\r\n\r\n"
        let folded = "GET / HTTP/1.1\r\nHost: x\r\nFold: y\r\n z\r\n\r\n"
        return status(of: sound, at: daemon.address) == "204" && status(of: folded, at: daemon.address) == "400"
    }

    /// The three digits that the request is answered with, within two seconds.
    private static func status(of request: String, at address: ListenAddress) -> String? {
        guard case .tcp(let host, let port) = address, let name = SocketAddress(host: host, port: port) else {
            return nil
        }
        let socket = Glibc.socket(name.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        let bytes = Array(request.utf8)
        var answer = [UInt8](repeating: 0, count: 512)
        var readable = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard name.connect(socket) == 0,
            unsafe send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count,
            unsafe poll(&readable, 1, 2000) == 1
        else { return nil }
        let count = unsafe recv(socket, &answer, answer.count, 0)
        return String(decoding: answer.prefix(max(count, 0)).dropFirst(9).prefix(3), as: UTF8.self)
    }
}
