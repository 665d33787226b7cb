/// What a server asks of an application: first whether it wants a request, then an answer to it.
public protocol Responder: Sendable {
    /// Decides on a request whose header section is in and whose body is not (`request.body` is empty). Called on the
    /// server's own thread: it must not block.
    func admit(_ request: Request) -> Admission
}

/// An application's decision on a request before its body is read.
public struct Admission: Sendable {
    /// What to do with the body.
    public enum BodyPolicy: Sendable, Equatable {
        /// Read it up to so many bytes, or up to the server's own limit; a longer one is answered 413 before it is
        /// buffered (RFC 9110, 15.5.14).
        case read(limit: Int?)
        /// The handler does not look at it: it is read and dropped. One longer than the server's own limit is answered
        /// 413, and `Expect: 100-continue` gets the final answer instead of a 100 (RFC 9110, 10.1.1).
        case discard
        /// The answer stands already: a small one is read and dropped so that the connection survives, a longer one
        /// stays unread and the connection is closed.
        case leave
    }

    /// What to do with the body.
    public var body: BodyPolicy

    /// Longest time the handler may take before the client is answered 503; nil means the server's own.
    public var deadline: Duration?

    /// Whether the route demands proof of its sender, such as a signature or a token: an answer below 400 shows then
    /// that the connection is that of someone who has proved something. It gives way to others last.
    public var provesSender = false

    /// Whether the header section alone has proved the sender, as with a token that matched: the body gives way last
    /// then when bodies share the memory that there is.
    public var headIsProven = false

    /// Answers the request once its body is there. With a body of at most 64 KiB it runs on the server's own thread up
    /// to its first real suspension, with a longer one on a thread for long work.
    public let respond: @Sendable (Request) async -> Response

    /// A request that is wanted.
    public init(
        body: BodyPolicy = .read(limit: nil),
        deadline: Duration? = nil,
        respond: @escaping @Sendable (Request) async -> Response
    ) {
        self.body = body
        self.deadline = deadline
        self.respond = respond
    }

    /// A request that is answered without looking at its body: an unknown path, a wrong method, a missing permission.
    public static func refused(_ response: Response) -> Admission {
        Admission(body: .leave) { _ in response }
    }
}
