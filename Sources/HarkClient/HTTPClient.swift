/// Makes HTTP requests to other servers. A plugin gets one as `context.http`; a test gives it scripted answers.
///
/// ```swift
/// let request = ClientRequest.post("https://api.example.org/tasks", json: ["title": "Water the plants"])
/// let response = try await context.http.send(request)
/// guard response.status == .created else { throw Rejection(.badGateway, "The task list refused it.") }
/// ```
///
/// Connections are kept and used again. A redirect is an answer like any other: it is returned, and not followed.
public struct HTTPClient: Sendable {
    private let transport: any HTTPTransport

    /// A client on libcurl. It starts its thread with the first request, and ends it with `shutDown()` or when nobody
    /// holds the client any more.
    public init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        transport = CurlTransport(configuration)
    }

    /// A client that sends requests another way: in a test, to answers that are written down.
    public init(_ transport: any HTTPTransport) { self.transport = transport }

    /// A client that reaches no one: each call fails with `HTTPClientError.Kind.failed` and this reason.
    public static func unavailable(_ reason: String) -> HTTPClient { HTTPClient(UnavailableTransport(reason: reason)) }

    /// Sends a request and waits for the whole answer. It is sent anew only when a kept connection turns out to be
    /// closed, and its method is idempotent (RFC 9110, 9.2.2). When its task is cancelled, the request is given up at once and
    /// its connection closed.
    /// - Returns: the answer, whatever its status.
    /// - Throws: `HTTPClientError` when there is none.
    public func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse {
        try await transport.send(request)
    }

    /// Gives up the requests in flight, which fail as cancelled, closes the connections, and returns when all of it is
    /// done. Later requests fail as cancelled too.
    public func shutDown() async { await transport.shutDown() }
}

/// A way to send requests. `HTTPClient` is made of one.
public protocol HTTPTransport: Sendable {
    /// Sends a request and returns the answer.
    /// - Throws: `HTTPClientError` when there is none.
    func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse

    /// Gives up what is in flight and takes no more requests. Does nothing unless the transport says otherwise.
    func shutDown() async
}

extension HTTPTransport {
    public func shutDown() async {}
}

/// What `HTTPClient.unavailable` is made of.
private struct UnavailableTransport: HTTPTransport {
    let reason: String

    func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse {
        throw HTTPClientError(.failed(reason: reason), server: request.server)
    }
}
