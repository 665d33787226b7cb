import Foundation
import HTTPTypes
import HarkHTTP
import HarkTLS
import MicroHTTPD

/// A real server on a free port of 127.0.0.1, or on a Unix domain socket, over TLS if it has a certificate, and the
/// requests that it got.
final class TestServer: Sendable {
    let requests = Recorder<Request>()
    let base: String

    private let daemon: Daemon

    /// - Parameter socket: the path of a Unix domain socket to listen on instead of a port.
    init(
        identity: TLSIdentity? = nil, host: String = "127.0.0.1", socket: String? = nil,
        _ respond: @escaping @Sendable (Request) async -> Response = { .text("\($0.method.rawValue) \($0.target)") }
    ) throws {
        let listener = try Listener(binding: socket.map { .unix(path: $0) } ?? .tcp(host: "127.0.0.1", port: 0))
        var port: UInt16 = 80
        if case .tcp(_, let chosen) = listener.address { port = chosen }
        var configuration = DaemonConfiguration()
        configuration.threads = 2
        configuration.tls = identity
        base = "\(identity == nil ? "http" : "https")://\(host):\(port)"
        daemon = try Daemon(
            listener, configuration: configuration, responder: ClosureResponder(requests: requests, respond: respond))
    }

    /// How many connections the requests came on: each has another port at its other end.
    var connectionCount: Int { Set(requests.all.map { "\($0.peer)" }).count }

    func stop() async { await daemon.drain(within: .seconds(5)) }
}

private struct ClosureResponder: Responder {
    let requests: Recorder<Request>
    let respond: @Sendable (Request) async -> Response

    func admit(_ request: Request) -> Admission {
        Admission { request in
            requests.record(request)
            return await respond(request)
        }
    }
}
