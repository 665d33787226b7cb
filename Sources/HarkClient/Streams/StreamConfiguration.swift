public import HarkTLS

/// Whether and how a byte stream is encrypted from its first byte on.
public enum StreamSecurity: Sendable {
    /// It is not; `StreamConnection.startTLS` may change that later.
    case plain
    /// With TLS.
    case tls(TLSClientConfiguration)
}

/// The limits of a byte stream, and the way to its host.
public struct StreamConfiguration: Sendable {
    /// Longest time for everything until the stream can be used: looking up the name, connecting, the proxy and the
    /// handshake of TLS. A later `startTLS` may take as long again.
    public var connectTimeout: Duration = .seconds(30)

    /// Longest time that a read waits for bytes; nil for no limit.
    public var readTimeout: Duration?

    /// Longest time from the call of a write until the system has taken all of its bytes.
    public var writeTimeout: Duration = .seconds(30)

    /// Most bytes of all writes together that have begun and not ended.
    public var writeLimit = 1_048_576

    /// The proxy; nil for none.
    public var proxy: ProxyConfiguration?

    /// The limits above, without a proxy.
    public init() {}
}
