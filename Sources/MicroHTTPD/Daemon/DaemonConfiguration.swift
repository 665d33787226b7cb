public import HarkHTTP
public import HarkTLS

/// The limits and timeouts of a daemon. The defaults suit a bot behind a proxy or on a small network.
public struct DaemonConfiguration: Sendable {
    /// Threads that serve connections, 1 to 1024; nil means one for each processor core, and two on a single core, so
    /// that a handler that blocks its thread does not stop the others.
    public var threads: Int?

    /// Most open connections, 1 to 1,000,000. Beyond that, the longest-waiting connection that has not authenticated a
    /// sender (`Admission.provesSender`), of the address with the most connections, is closed for the next one. A
    /// quarter more, at least 16 and at most 512, may be open while all are being answered, or while some were
    /// displaced and are not closed yet; further ones are closed at once.
    public var connectionLimit = 2048

    /// Most open connections from one address, up to 1,000,000, 0 for no limit: beyond that, the longest-waiting one of
    /// them that has not authenticated a sender is closed for the next one. An IPv6 address counts by its first 64
    /// bits.
    public var perAddressLimit = 256

    /// Which addresses have no limits of their own on connections and memory for bodies, because they are proxies that
    /// may serve any number of clients. By default the clients of Unix domain sockets.
    public var hasNoShare: @Sendable (PeerAddress) -> Bool = { $0 == .local }

    /// Most connections from one address that are in their TLS handshake and have sent no request, 1 to 1,000,000; the
    /// oldest one is closed for the next.
    public var perAddressHandshakeLimit = 256

    /// The same for all addresses that have a share together, 1 to 1,000,000.
    public var handshakeLimit = 512

    /// How many daemons of the process share its limit on open files equally, 1 to 1000.
    public var daemonsOfProcess = 1

    /// Largest header section, in bytes of names and values together, 1 KiB to 1 MiB; a larger one is answered 431
    /// (RFC 6585, 5).
    /// libmicrohttpd copies each cookie within the memory that this allows: of cookies, only half as many bytes fit.
    public var headerLimit = 16 * 1024

    /// Most header fields, 1 to 10,000; more are answered 431 (RFC 6585, 5).
    public var headerCountLimit = 100

    /// Longest request target, in bytes, 1 to `headerLimit`; a longer one is answered 414 (RFC 9110, 15.5.15).
    public var targetLimit = 8192

    /// Largest body of a route without a limit of its own, in bytes, up to 1 TiB; a longer one is answered 413 (RFC
    /// 9110, 15.5.14).
    public var bodyLimit = 1 << 20

    /// The memory that the bodies of all connections together may use until they are answered, 256 MiB by default, not
    /// counting the first 64 KiB of each. When it is used up, the slowest body of the address that holds the most is
    /// dropped and answered 503 (RFC 9110, 15.6.4), unless its header section has authenticated its sender
    /// (`Admission.headIsProven`). Copies of a configuration share it, and so do their daemons.
    public var bodyBudget = BodyBudget(256 << 20)

    /// Header field names that many requests will contain besides HTTP's own, as their senders spell them: requests
    /// with them are parsed faster. Invalid names are ignored.
    public var commonFieldNames: Set<String> = []

    /// Runs handlers that may compute for a long time: those with bodies above 64 KiB. When too many wait, a request is
    /// answered 503. Copies of a configuration share it, and so do their daemons.
    public var workers = WorkerPool()

    /// Longest time from accepting a connection, or from the request line of a later request, to the end of its header
    /// section.
    public var headerTimeout = Duration.seconds(10)

    /// Longest time from the header section to the end of the body.
    public var bodyTimeout = Duration.seconds(30)

    /// Longest time a handler may take before the client is answered 503, unless its route says otherwise.
    public var handlerTimeout = Duration.seconds(10)

    /// Longest time for a client to read a response; a long one gets another second for each 64 KiB.
    public var sendTimeout = Duration.seconds(30)

    /// Longest time from the end of a request to the request line of the next on its connection.
    public var idleTimeout = Duration.seconds(15)

    /// Longest time for which the rest of a request is read and dropped after an early response, such as 413, before
    /// the connection is closed (RFC 9112, 9.6), so that a client that writes everything before it reads gets the
    /// response.
    public var lingerTimeout = Duration.seconds(30)

    /// Longest time without a byte while dropping the rest of a request.
    public var lingerSilence = Duration.seconds(5)

    /// Most bytes that are dropped, up to 1 TiB.
    public var lingerLimit = 64 << 20

    /// Serves HTTPS (TLS 1.2 and later) with this identity; nil serves plain HTTP.
    public var tls: TLSIdentity?

    /// The authorities for client certificates, for TLS only; nil asks clients for none. Otherwise a client may present
    /// a certificate, which is checked against these. A connection without one, or with an invalid one, is still
    /// served: `Request.clientCertificate` is nil then, and the application decides. Revocation lists are not checked.
    public var clientCertificateAuthorities: CertificateAuthorities?

    /// The defaults.
    public init() {}
}

extension DaemonConfiguration {
    /// Checks for values that would keep a daemon from starting.
    /// - Throws: `DaemonError.invalidConfiguration` with the first value that is out of bounds.
    func validate() throws(DaemonError) {
        let bounds: [(name: String, value: Int, range: ClosedRange<Int>)] = [
            ("threads", threads ?? 1, 1...1024),
            ("connectionLimit", connectionLimit, 1...1_000_000),
            ("perAddressLimit", perAddressLimit, 0...1_000_000),
            ("perAddressHandshakeLimit", perAddressHandshakeLimit, 1...1_000_000),
            ("handshakeLimit", handshakeLimit, 1...1_000_000),
            ("daemonsOfProcess", daemonsOfProcess, 1...1000),
            ("headerLimit", headerLimit, 1024...1 << 20),
            ("headerCountLimit", headerCountLimit, 1...10_000),
            ("targetLimit", targetLimit, 1...max(1, headerLimit)),
            ("bodyLimit", bodyLimit, 0...1 << 40),
            ("lingerLimit", lingerLimit, 0...1 << 40),
        ]
        for bound in bounds where !bound.range.contains(bound.value) {
            let range = "\(bound.range.lowerBound) to \(bound.range.upperBound)"
            throw .invalidConfiguration(reason: "\(bound.name) is \(bound.value) and must be \(range)")
        }
        if clientCertificateAuthorities != nil, tls == nil {
            throw .invalidConfiguration(reason: "clientCertificateAuthorities needs tls")
        }
    }
}
