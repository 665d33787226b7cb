internal import HarkHTTP

/// The server's own settings, read and checked.
struct ServerSettings: Sendable {
    let host: String
    let port: Port
    let socket: String?
    let tlsCertificate: String?
    let tlsKey: String?
    let tlsPort: Port
    let tlsClientAuthorities: String?
    let outgoingAuthorities: String?
    let data: String
    let logLevel: Logger.Level
    let logFormat: LogFormat
    let metrics: MetricsAddress?
    let drainTimeout: Duration
    let limits: ServerLimits
    /// The proxies that may serve any number of clients.
    let proxies: TrustedProxies

    /// Reads every setting.
    /// - Throws: `Faults` with the first malformed one; a `SettingsReader` reports all, and leaves them out.
    init(_ settings: Settings) throws(Faults) {
        do throws(SettingFault) {
            host = try settings[Self.host]
            port = try settings[Self.port]
            socket = try settings[Self.socket]
            tlsCertificate = try settings[Self.tlsCertificate]
            tlsKey = try settings[Self.tlsKey]
            tlsPort = try settings[Self.tlsPort]
            tlsClientAuthorities = try settings[Self.tlsClientAuthorities]
            outgoingAuthorities = try settings[Self.outgoingAuthorities]
            data = try settings[Self.data]
            logLevel = try settings[Self.logLevel]
            logFormat = try settings[Self.logFormat]
            metrics = try settings[Self.metrics]
            drainTimeout = try settings[Self.drainTimeout]
            limits = try ServerLimits(settings)
            proxies = TrustedProxies(try settings[HostOptions.proxiesSetting])
        } catch {
            throw Faults(error)
        }
    }
}

extension ServerSettings {
    /// What the operator should know about the values.
    var warnings: [String] {
        guard let metrics, !metrics.isPrivate else { return [] }
        return [
            "HARK_METRICS_LISTEN: anyone who can connect to \(metrics.settingText) can read the metrics. A loopback or "
                + "private address is safer."
        ]
    }
}

extension ServerSettings {
    static let host = Setting(
        "HARK_HTTP_HOST",
        default: "127.0.0.1",
        help: "IP address to listen on; 0.0.0.0 is every IPv4 address, :: every address."
    )
    static let port = Setting(
        "HARK_HTTP_PORT",
        default: Port.number(3141),
        help: "TCP port for plain HTTP; 0 takes a free one, off serves no plain HTTP."
    )
    static let socket = Setting<String?>(
        "HARK_HTTP_SOCKET",
        help: "Path of a Unix domain socket to listen on as well."
    )
    static let tlsCertificate = Setting<String?>(
        "HARK_TLS_CERTIFICATE",
        help: "PEM file with the certificate and its chain; with HARK_TLS_KEY it turns HTTPS on."
    )
    static let tlsKey = Setting<String?>("HARK_TLS_KEY", help: "PEM file with the certificate's private key.")
    static let tlsPort = Setting(
        "HARK_TLS_PORT",
        default: Port.number(3142),
        help: "TCP port for HTTPS; 0 takes a free one, off serves no HTTPS."
    )
    static let tlsClientAuthorities = Setting<String?>(
        "HARK_TLS_CLIENT_CA",
        help: "PEM file with the authorities whose client certificates prove senders, for routes that ask for one."
    )
    static let outgoingAuthorities = Setting<String?>(
        "HARK_CA_FILE",
        help:
            "PEM file with authorities that the bot trusts when it calls other servers, besides the system's."
    )
    static let data = Setting(
        "HARK_DATA",
        default: "./data",
        help: "Folder for files; elsewhere a running bot writes only HARK_HTTP_SOCKET and copies by `store backup`."
    )
    static let logLevel = Setting("HARK_LOG_LEVEL", default: Logger.Level.info, help: "Lowest severity to log.")
    static let logFormat = Setting("HARK_LOG_FORMAT", default: LogFormat.text, help: "How log entries are written.")
    static let metrics = Setting<MetricsAddress?>(
        "HARK_METRICS_LISTEN",
        help: "Address and port where Prometheus reads metrics (GET /metrics), such as 127.0.0.1:9464."
    )
    static let drainTimeout = Setting(
        "HARK_DRAIN_TIMEOUT",
        default: Duration.seconds(10),
        help:
            "Longest wait for requests in flight, and then for handlers of stored deliveries, when the bot is stopped."
    )

    /// All of them, for lists.
    static let declarations: [any SettingDeclaration] =
        [
            host, port, socket, tlsCertificate, tlsKey, tlsPort, tlsClientAuthorities, outgoingAuthorities, data,
            logLevel, logFormat, metrics, drainTimeout,
        ] + ServerLimits.declarations
}

/// A TCP port to listen on, or none.
enum Port: Sendable, Hashable {
    /// This port; 0 lets the system choose a free one.
    case number(UInt16)
    /// No port at all, written `off`.
    case off
}

extension Port: SettingValue {
    init(settingText: String) throws(SettingMismatch) {
        if settingText == "off" {
            self = .off
        } else if let number = UInt16(settingText) {
            self = .number(number)
        } else {
            throw SettingMismatch(expected: "a port from 0 to 65535, or off")
        }
    }

    var settingText: String {
        switch self {
        case .number(let number): number.description
        case .off: "off"
        }
    }

    static var settingTypeName: String { "port" }
}
