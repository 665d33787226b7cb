/// One webhook as its handler gets it: the decoded body, and the whole request that carried it.
///
/// ```swift
/// func deployed(_ delivery: Delivery<Deploy>, service: String) async throws {
///     try await chat.send("\(service) \(delivery.body.version) is live.", to: room)
/// }
/// ```
public struct Delivery<Body: Sendable>: Sendable {
    /// The body, decoded as the row says.
    public let body: Body

    /// The request, including the exact bytes of the body.
    public let request: Request

    /// A delivery; the host creates it, and a test that calls a handler may do so too.
    public init(body: Body, request: Request) {
        self.body = body
        self.request = request
    }

    /// The header section.
    public var headers: HTTPFields { request.headers }

    /// The method, as sent.
    public var method: HTTPRequest.Method { request.method }

    /// The path, as sent: still percent-encoded.
    public var path: String { request.target.path }

    /// The fields of the query string.
    public var query: FormFields { request.query }

    /// The cookies, in the order sent.
    public var cookies: [Cookie] { request.cookies }

    /// The peer of the connection.
    public var peer: PeerAddress { request.peer }

    /// Who made the request: the peer, or, behind a trusted proxy (`HARK_TRUSTED_PROXIES`), the address that the proxy
    /// names.
    public var client: PeerAddress { request.client }

    /// The URL as the sender knows it: from `HARK_BASE_URL` or a trusted proxy, otherwise from the `Host` field.
    public var url: String { request.url }

    /// How the client reached the server.
    public var scheme: Scheme { request.scheme }

    /// The exact bytes of the body.
    public var bytes: [UInt8] { request.body }

    /// The identifier of this request in the log.
    public var id: String { request.id }
}
