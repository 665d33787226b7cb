public import HTTPTypes

/// One HTTP request, independent of its transport: the server reads it from a socket, a test builds it.
public struct Request: Sendable {
    /// The method, as sent.
    public var method: HTTPRequest.Method

    /// Path and query, as sent: nothing is decoded.
    public var target: RequestTarget {
        didSet { parsed = nil }
    }

    /// The header section, with repeated fields in order. It includes `Host`.
    public var headers: HTTPFields {
        didSet { parsed = nil }
    }

    /// How the request reached the server.
    public var scheme: Scheme

    /// The peer of the connection; behind a proxy, the proxy.
    public var peer: PeerAddress

    /// The client's certificate, if the connection asked for one; nil if the client presented none or an invalid one.
    public var clientCertificate: ClientCertificate?

    /// Who made the request: the peer, or, behind a trusted proxy, the client that it names.
    public var client: PeerAddress

    /// Scheme, host and path prefix that the sender used to reach the server, without a trailing slash, such as
    /// `https://bot.example.org/hooks`; nil if they are those of `scheme` and the `Host` field.
    public var baseURL: String?

    /// The identifier of this request in the log; the pipeline takes it from `X-Request-Id` or generates one.
    public var id: String

    /// The exact bytes received, with the transfer coding removed. Empty while the request is being routed.
    public var body: [UInt8] {
        didSet { parsed = nil }
    }

    /// What was parsed of it, shared by all copies of this request.
    package var parsed: ParsedRequest?

    /// A request, built by the server or a test.
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
        self.client = peer
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

/// The request target in origin form (RFC 9112, 3.2.1), split at the first `?`, still percent-encoded.
public struct RequestTarget: Sendable, Hashable, CustomStringConvertible {
    /// Everything before the first `?`, such as `/github/a%2Fb`.
    public var path: String

    /// Everything after the first `?`, or nil when there is none.
    public var query: String?

    /// Splits a target such as `/deploys?room=%23ops`.
    public init(_ target: String) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            path = target
            return
        }
        path = String(target[..<mark])
        query = String(target[target.utf8.index(after: mark)...])
    }

    public var description: String {
        if let query { "\(path)?\(query)" } else { path }
    }
}

extension RequestTarget: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
