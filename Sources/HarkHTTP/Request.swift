public import HTTPTypes

/// One HTTP request, transport-independent: what the adapter reads from a socket and a test makes by hand.
public struct Request: Sendable {
    /// The method, as sent.
    public var method: HTTPRequest.Method

    /// Path and query, as sent: nothing in it is decoded.
    public var target: RequestTarget

    /// The header section, repeated fields kept in order. `Host` is among them.
    public var headers: HTTPFields

    /// Whether the request came over TLS.
    public var scheme: Scheme

    /// The peer of the connection, which behind a proxy is the proxy.
    public var peer: PeerAddress

    /// What the client proved itself with, and the connection was asked for; nil when it presented no certificate or one
    /// that did not verify.
    public var clientCertificate: ClientCertificate?

    /// The identifier under which logs speak of this request; the pipeline takes it from `X-Request-Id` or makes one.
    public var id: String

    /// The exact bytes received, transfer coding removed. Empty while the request is being routed.
    public var body: [UInt8]

    /// A request as the adapter or a test would make it.
    public init(
        method: HTTPRequest.Method = .get,
        target: RequestTarget,
        headers: HTTPFields = [:],
        scheme: Scheme = .http,
        peer: PeerAddress = .local,
        clientCertificate: ClientCertificate? = nil,
        id: String = "",
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.scheme = scheme
        self.peer = peer
        self.clientCertificate = clientCertificate
        self.id = id
        self.body = body
    }
}

/// How a request reached the server.
public enum Scheme: String, Sendable, Hashable {
    /// Plain HTTP over TCP or a Unix domain socket.
    case http
    /// HTTP over TLS.
    case https
}
