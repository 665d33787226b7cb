/// A server's requirement to use TLS only (ircv3.net/specs/extensions/sts).
struct StrictTransport {
    /// The TLS port, for the next connection or until a time.
    var port: UInt16?
    private var end: ContinuousClock.Instant?

    /// Requires TLS for this long.
    mutating func keep(for duration: Duration, at now: ContinuousClock.Instant) { end = now + duration }

    /// The server to connect to, with TLS if it requires that.
    mutating func server(insteadOf server: IRCServer, at now: ContinuousClock.Instant) -> IRCServer {
        if let end, end <= now { (self.end, port) = (nil, nil) }
        guard !server.startsWithTLS, let port else { return server }
        return IRCServer(host: server.host, port: port, startsWithTLS: true)
    }
}
