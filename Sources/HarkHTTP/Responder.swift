/// What a server requires of an application: first a decision about a request, then its response.
public protocol Responder: Sendable {
    /// Decides on a request whose header section has arrived and whose body has not (`request.body` is empty). Called
    /// on the server's own thread: it must not block.
    func admit(_ request: Request) -> Admission
}

/// An application's decision on a request before its body is read.
public struct Admission: Sendable {
    /// What to do with the body.
    public enum BodyPolicy: Sendable, Equatable {
        /// Read it, up to this many bytes or the server's own limit; a longer one is answered 413 before it is buffered
        /// (RFC 9110, 15.5.14).
        case read(limit: Int?)
        /// The handler does not need it: it is read and dropped. One beyond the server's own limit is answered 413, and
        /// `Expect: 100-continue` gets the final response instead of a 100 (RFC 9110, 10.1.1).
        case discard
        /// The response is decided: a short body is read and dropped so that the connection can be reused, a longer one
        /// is not read and the connection is closed.
        case leave
    }

    /// What to do with the body.
    public var body: BodyPolicy

    /// Longest time for the handler, after which the client is answered 503; nil for the server's own limit.
    public var deadline: Duration?

    /// Whether the route authenticates its senders, for example by a signature or token: a response below 400 then
    /// shows that the connection belongs to an authenticated sender. When places run out, it is closed last.
    public var provesSender = false

    /// Whether the header section alone has authenticated the sender, for example by a token: when memory for bodies
    /// runs out, its body is dropped last.
    public var headIsProven = false

    /// Answers the request once its body has arrived. For a body of at most 64 KiB it runs on the server's own thread
    /// until it first suspends, for a longer one on a thread for long work.
    public let respond: @Sendable (Request) async -> Response

    /// A request that is accepted.
    public init(
        body: BodyPolicy = .read(limit: nil),
        deadline: Duration? = nil,
        respond: @escaping @Sendable (Request) async -> Response
    ) {
        self.body = body
        self.deadline = deadline
        self.respond = respond
    }

    /// A request that is answered without reading its body: an unknown path, a wrong method, a missing permission.
    public static func refused(_ response: Response) -> Admission {
        Admission(body: .leave) { _ in response }
    }
}
