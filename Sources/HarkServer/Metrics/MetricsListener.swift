internal import MicroHTTPD

/// The socket on which Prometheus asks for metrics (`HARK_METRICS_LISTEN`). Nothing else is served there.
struct MetricsListener: Sendable {
    /// The path of the metrics.
    static let path = "/metrics"

    private static let threads = 1
    private static let connections = 16
    private static let longestHeader = 8 << 10
    private static let longestBody = 1 << 10

    /// Longest time to answer; the metrics need less, even if the store does not answer.
    private static let patience = Duration.seconds(5)

    private let listener: Listener

    /// The URL of the metrics.
    var url: String { listener.address.url(scheme: .http) + Self.path }

    /// Opens the socket.
    /// - Throws: `DaemonError`.
    init(_ address: MetricsAddress) throws(DaemonError) {
        listener = try Listener(binding: .tcp(host: address.address.description, port: address.port))
    }

    /// Opens the socket in the settings, if they have one.
    static func open(
        _ settings: ServerSettings, except malformed: Set<String>
    ) -> (listener: MetricsListener?, faults: [Fault]) {
        let variable = ServerSettings.metrics.variable
        guard let address = settings.metrics, !malformed.contains(variable) else { return (nil, []) }
        do throws(DaemonError) { return (try MetricsListener(address), []) } catch {
            return (nil, [Fault(variable, error.description)])
        }
    }

    /// Answers requests.
    /// - Throws: `DaemonError`.
    func serve(_ metrics: @escaping @Sendable () async -> String, logger: Logger) throws(DaemonError) -> Daemon {
        var configuration = DaemonConfiguration()
        configuration.threads = Self.threads
        configuration.connectionLimit = Self.connections
        configuration.headerLimit = Self.longestHeader
        configuration.bodyLimit = Self.longestBody
        configuration.bodyBudget = BodyBudget(Self.connections * Self.longestBody)
        configuration.handlerTimeout = Self.patience
        return try Daemon(listener, configuration: configuration, responder: MetricsResponder(metrics: metrics)) {
            event in logger.log(event)
        }
    }
}

/// Answers `GET /metrics`, and nothing else.
struct MetricsResponder: Responder {
    let metrics: @Sendable () async -> String

    func admit(_ request: Request) -> Admission {
        guard request.target.path == MetricsListener.path else {
            return .refused(.text("There is nothing but GET \(MetricsListener.path).\n", status: .notFound))
        }
        guard request.method == .get else {
            var refusal = Response.text("Metrics can only be read.\n", status: .methodNotAllowed)
            refusal.headers[.allow] = HTTPRequest.Method.get.rawValue
            return .refused(refusal)
        }
        return Admission(body: .discard) { _ in
            .bytes(Array(await metrics().utf8), contentType: Metrics.mediaType)
        }
    }
}
