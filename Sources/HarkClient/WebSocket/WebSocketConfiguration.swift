public import HarkTLS

/// The limits of a WebSocket, and how to connect to its server.
public struct WebSocketConfiguration: Sendable {
    /// The limits of the connection and its proxy. `connectTimeout` includes the opening handshake.
    public var stream = StreamConfiguration()

    /// Which servers to trust, for `wss`.
    public var tls = TLSClientConfiguration()

    /// Longest received message, in bytes.
    public var messageLimit = 16_777_216

    /// Longest time for the closing handshake.
    public var closeTimeout: Duration = .seconds(5)

    /// The source of handshake keys and masks, which must be unpredictable (RFC 6455, 5.3 and 10.3).
    public var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }

    /// The default limits, without a proxy.
    public init() {}
}
