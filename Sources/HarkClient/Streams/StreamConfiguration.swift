public import HarkTLS

/// Whether and how a byte stream is encrypted from its first byte.
public enum StreamSecurity: Sendable {
    /// Not encrypted; `StreamConnection.startTLS` may change that later.
    case plain
    /// With TLS.
    case tls(TLSClientConfiguration)
}

/// The limits of a byte stream, and its proxy.
public struct StreamConfiguration: Sendable {
    /// Longest time until the stream can be used, including resolving the name, connecting, the proxy and the TLS
    /// handshake. A later `startTLS` may take as long again.
    public var connectTimeout: Duration = .seconds(30)

    /// How long a read waits for bytes; nil for no limit.
    public var readTimeout: Duration?

    /// Longest time from the call of a write until the system has accepted all of its bytes.
    public var writeTimeout: Duration = .seconds(30)

    /// Most bytes of all unfinished writes together.
    public var writeLimit = 1_048_576

    /// The proxy; nil for none.
    public var proxy: ProxyConfiguration?

    /// The default limits, without a proxy.
    public init() {}
}
