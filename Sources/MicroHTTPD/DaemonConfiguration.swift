/// The limits and deadlines of a daemon. The defaults suit a bot behind a proxy or on a small network.
public struct DaemonConfiguration: Sendable {
    /// Threads that serve connections, 1 to 1024; nil means one a processor core, and two on a single one, so that a
    /// handler that blocks its thread does not stop the others.
    public var threads: Int?

    /// Most connections at a time; further ones wait in the system's backlog.
    public var connectionLimit = 2048

    /// Most connections from one address at a time, 0 for any number; further ones are closed at once. Behind a proxy
    /// every connection comes from one address.
    public var perAddressLimit = 0

    /// Largest header section, in bytes of names and values together; a larger one is answered 431 (RFC 6585, 5).
    /// libmicrohttpd makes a copy of each cookie in the memory that this gives it: of cookies, half as many bytes fit.
    public var headerLimit = 16 * 1024

    /// Most header fields; more are answered 431 (RFC 6585, 5).
    public var headerCountLimit = 100

    /// Longest request target, in bytes; a longer one is answered 414 (RFC 9110, 15.5.15).
    public var targetLimit = 8192

    /// Largest body of a route without a limit of its own, in bytes; a longer one is answered 413 (RFC 9110, 15.5.14).
    public var bodyLimit = 1 << 20

    /// Most memory that the bodies of all connections take together until they are answered, 256 MiB unless it is set, the
    /// first 64 KiB of each not counted; a longer one is answered 503 (RFC 9110, 15.6.4) while there is no more. Copies of
    /// a configuration share it, and so do their daemons.
    public var bodyBudget = BodyBudget(256 << 20)

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

    /// Serves HTTPS (TLS 1.2 and later) with this identity; nil serves plain HTTP.
    public var tls: TLSIdentity?

    /// Certificates in PEM of the authorities that vouch for clients, for TLS alone; nil asks clients for nothing.
    /// Otherwise a client may present a certificate, which is checked against these. A connection without one, or with
    /// one that does not verify, is still served: `Request.clientCertificate` is nil then, and the application decides.
    /// No revocation list is looked at.
    public var clientCertificateAuthorities: [UInt8]?

    /// The defaults.
    public init() {}
}
