private import HarkTLS
internal import MicroHTTPD

/// A listening socket and its protocol.
struct ListeningEndpoint: Sendable, CustomStringConvertible {
    private let listener: Listener
    private let identity: TLSIdentity?
    private let clientAuthorities: CertificateAuthorities?

    /// Where it listens, as `!webstatus` shows it: `https://127.0.0.1:3142`, `unix:/run/hark.sock`.
    var description: String { listener.address.url(scheme: identity == nil ? .http : .https) }

    /// Opens every socket in the settings, except those with malformed settings.
    static func open(
        _ settings: ServerSettings,
        except malformed: Set<String>
    ) -> (endpoints: [ListeningEndpoint], faults: [Fault]) {
        var endpoints: [ListeningEndpoint] = []
        let files = TLSFiles(settings)
        var faults = files.faults
        let take = { (address: ListenAddress, identity: TLSIdentity?, variable: String) in
            guard malformed.isDisjoint(with: [variable, "HARK_HTTP_HOST"]) else { return }
            do throws(DaemonError) {
                let listener = try Listener(binding: address)
                endpoints.append(
                    ListeningEndpoint(
                        listener: listener, identity: identity,
                        clientAuthorities: identity == nil ? nil : files.clientAuthorities))
            } catch {
                faults.append(Fault(variable, error.description))
            }
        }
        if case .number(let port) = settings.port { take(.tcp(host: settings.host, port: port), nil, "HARK_HTTP_PORT") }
        if let path = settings.socket { take(.unix(path: path), nil, "HARK_HTTP_SOCKET") }
        if let identity = files.identity, case .number(let port) = settings.tlsPort {
            take(.tcp(host: settings.host, port: port), identity, "HARK_TLS_PORT")
        }
        if endpoints.isEmpty && faults.isEmpty && malformed.isEmpty {
            faults.append(
                Fault("HARK_HTTP_PORT", "nothing is listened on; set a port, HARK_HTTP_SOCKET, or a TLS certificate.")
            )
        }
        return (endpoints, faults)
    }

    /// Serves `responder` on it.
    /// - Throws: `DaemonError`.
    func serve(
        _ responder: any Responder, _ limits: DaemonConfiguration, logger: Logger
    ) throws(DaemonError) -> Daemon {
        var configuration = limits
        configuration.tls = identity
        configuration.clientCertificateAuthorities = clientAuthorities
        return try Daemon(listener, configuration: configuration, responder: responder) { event in
            logger.log(event)
        }
    }
}
