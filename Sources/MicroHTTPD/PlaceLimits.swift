/// How many connections there may be, in all and of one source.
struct PlaceLimits: Sendable {
    /// Most connections.
    let connections: Int
    /// Most connections of one source that has a share; nil for any number.
    let share: Int?
    /// Most connections without a request that one source with a share has in their TLS handshake.
    let handshakeShare: Int
    /// Most connections of all sources with a share in their TLS handshake.
    let handshakes: Int

    /// The limits of a configuration, with so many connections as the process may have.
    init(_ configuration: DaemonConfiguration, connections: Int) {
        self.connections = connections
        share = configuration.perAddressLimit > 0 ? configuration.perAddressLimit : nil
        handshakeShare = configuration.perAddressHandshakeLimit
        handshakes = configuration.handshakeLimit
    }

    /// What comes on top of the connections while one that was cut is not closed yet, or when none can give way.
    var slack: Int { Self.slack(for: connections) }

    /// The slack for so many connections.
    static func slack(for connections: Int) -> Int { min(max(connections / 4, 16), 512) }
}
