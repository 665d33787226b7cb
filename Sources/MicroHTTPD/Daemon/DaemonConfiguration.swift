public import HarkHTTP
public import HarkTLS

/// The limits and deadlines of a daemon. The defaults suit a bot behind a proxy or on a small network.
public struct DaemonConfiguration: Sendable {
    /// Threads that serve connections, 1 to 1024; nil means one a processor core, and two on a single one, so that a
    /// handler that blocks its thread does not stop the others.
    public var threads: Int?

    /// Most connections at a time. When there are as many, the longest-waiting one that has proved nothing
    /// (`Admission.provesSender`) gives way to the next, of the address that has most. A quarter of them, from 16 to
    /// 512, may come on top while all are being answered, or have given way and are not closed yet; what is beyond that
    /// is closed at once.
    public var connectionLimit = 2048

    /// Most connections from one address at a time, 0 for any number: the longest-waiting one of them that has proved
    /// nothing gives way to the next. An IPv6 address counts by its first 64 bits.
    public var perAddressLimit = 256

    /// Which addresses have neither a share of the connections nor one of the memory for bodies, because they are
    /// proxies, behind which there may be anyone. By default the clients of Unix domain sockets.
    public var hasNoShare: @Sendable (PeerAddress) -> Bool = { $0 == .local }

    /// Most connections from one address, without a request so far, that are in their TLS handshake; the oldest one
    /// gives way to the next.
    public var perAddressHandshakeLimit = 256

    /// The same for all addresses that have a share together.
    public var handshakeLimit = 512

    /// How many daemons of the process share its limit of open files evenly.
    public var daemonsOfProcess = 1

    /// Largest header section, in bytes of names and values together; a larger one is answered 431 (RFC 6585, 5).
    /// libmicrohttpd makes a copy of each cookie in the memory that this gives it: of cookies, half as many bytes fit.
    public var headerLimit = 16 * 1024

    /// Most header fields; more are answered 431 (RFC 6585, 5).
    public var headerCountLimit = 100

    /// Longest request target, in bytes; a longer one is answered 414 (RFC 9110, 15.5.15).
    public var targetLimit = 8192

    /// Largest body of a route without a limit of its own, in bytes; a longer one is answered 413 (RFC 9110, 15.5.14).
    public var bodyLimit = 1 << 20

    /// Most memory that the bodies of all connections take together until they are answered, 256 MiB unless it is set,
    /// the first 64 KiB of each not counted. When there is no more, the slowest body of the address that holds most
    /// gives way, unless its head has proved its sender (`Admission.headIsProven`), and is answered 503 (RFC 9110,
    /// 15.6.4). Copies of a configuration share it, and so do their daemons.
    public var bodyBudget = BodyBudget(256 << 20)

    /// Names of header fields that many requests will have beside HTTP's own, as their senders spell them: requests with
    /// them are read faster. Names that are no tokens are left out.
    public var commonFieldNames: Set<String> = []

    /// Where handlers run that may compute for long: those of bodies above 64 KiB. When too many wait, a request is
    /// answered 503. Copies of a configuration share it, and so do their daemons.
    public var workers = WorkerPool()

    /// Longest time from accepting a connection, or from the request line of a later request, to the end of its header
    /// section.
    public var headerTimeout = Duration.seconds(10)

    /// Longest time from the header section to the end of the body.
    public var bodyTimeout = Duration.seconds(30)

    /// Longest time a handler may take before the client is answered 503, unless its route says otherwise.
    public var handlerTimeout = Duration.seconds(10)

    /// Longest time a client may take to read an answer, or one chunk of a streamed one; a longer answer gets another
    /// second for each 64 KiB.
    public var sendTimeout = Duration.seconds(30)

    /// Longest time from the end of a request to the request line of the next on its connection.
    public var idleTimeout = Duration.seconds(15)

    /// Longest time for which the rest of a request is read and dropped after an early answer, such as 413, before the
    /// connection is cut (RFC 9112, 9.6); a client that writes all of it before it reads gets its answer.
    public var lingerTimeout = Duration.seconds(30)

    /// Longest time of these without a byte.
    public var lingerSilence = Duration.seconds(5)

    /// Most bytes that are dropped so.
    public var lingerLimit = 64 << 20

    /// Serves HTTPS (TLS 1.2 and later) with this identity; nil serves plain HTTP.
    public var tls: TLSIdentity?

    /// The authorities that vouch for clients, for TLS alone; nil asks clients for nothing.
    /// Otherwise a client may present a certificate, which is checked against these. A connection without one, or with
    /// one that does not verify, is still served: `Request.clientCertificate` is nil then, and the application decides.
    /// No revocation list is looked at.
    public var clientCertificateAuthorities: CertificateAuthorities?

    /// The defaults.
    public init() {}
}

extension DaemonConfiguration {
    /// Finds what would keep a daemon from starting, before there is one; a daemon does this itself.
    /// - Throws: `DaemonError.invalidConfiguration` with the first value that is out of its bounds.
    public func validate() throws(DaemonError) {
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
