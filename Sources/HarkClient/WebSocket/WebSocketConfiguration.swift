public import HarkTLS

/// The limits of a WebSocket, and the way to its server.
public struct WebSocketConfiguration: Sendable {
    /// The limits of the connection and its proxy. `connectTimeout` covers the opening handshake too.
    public var stream = StreamConfiguration()

    /// Whom to believe, for `wss`.
    public var tls = TLSClientConfiguration()

    /// Most bytes of a received message.
    public var messageLimit = 16_777_216

    /// The subprotocols to offer, the preferred one first (RFC 6455, 1.9).
    public var subprotocols: [String] = []

    /// Longest time for the closing handshake.
    public var closeTimeout: Duration = .seconds(5)

    /// Where the keys of handshakes and masks come from, which no one must be able to predict (RFC 6455, 5.3 and 10.3).
    public var random: @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) }

    /// The limits above, without a proxy.
    public init() {}
}
