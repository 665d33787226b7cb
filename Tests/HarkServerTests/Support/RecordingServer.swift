import Foundation
import HarkHTTP
import HarkTLS
import MicroHTTPD
import Synchronization

/// A server on a free port of 127.0.0.1 that keeps the requests that it gets, and answers each with `OK`.
final class RecordingServer: Sendable {
    /// Where it listens, such as `http://127.0.0.1:40123`.
    let url: String

    private let daemon: Daemon
    private let recorder = Recorder()

    /// Serves, over TLS if it has a certificate.
    init(identity: TLSIdentity? = nil) throws {
        let listener = try Listener(binding: .tcp(host: "127.0.0.1", port: 0))
        url = listener.address.url(scheme: identity == nil ? .http : .https)
        var configuration = DaemonConfiguration()
        configuration.threads = 1
        configuration.tls = identity
        daemon = try Daemon(listener, configuration: configuration, responder: recorder)
    }

    /// All requests so far.
    var requests: [Request] { recorder.requests.withLock { $0 } }

    func stop() async { await daemon.drain(within: .seconds(5)) }

    private final class Recorder: Responder {
        let requests = Mutex<[Request]>([])

        func admit(_ request: Request) -> Admission {
            Admission { request in
                self.requests.withLock { $0.append(request) }
                return .text("OK")
            }
        }
    }
}
