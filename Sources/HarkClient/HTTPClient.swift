/// Sends HTTP requests to other servers. A plugin gets one as `context.http`; a test gives it scripted responses.
///
/// ```swift
/// let request = ClientRequest.post("https://api.example.org/tasks", json: ["title": "Water the plants"])
/// let response = try await context.http.send(request)
/// guard response.status == .created else { throw Rejection(.badGateway, "The task list refused it.") }
/// ```
///
/// Connections are reused. Redirects are not followed: they are returned like any other response.
public struct HTTPClient: Sendable {
    private let transport: any HTTPTransport

    /// A client on libcurl. It starts its thread with the first request, and ends it with `shutDown()` or when the
    /// client is released.
    public init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
        transport = CurlTransport(configuration)
    }

    /// A client with another transport: in a test, one with scripted responses.
    public init(_ transport: any HTTPTransport) { self.transport = transport }

    /// A client that cannot send: each call fails with `HTTPClientError.Kind.failed` and this reason.
    public static func unavailable(_ reason: String) -> HTTPClient { HTTPClient(UnavailableTransport(reason: reason)) }

    /// Sends a request and waits for the whole response. It is resent only if a reused connection turns out to be
    /// closed and its method is idempotent (RFC 9110, 9.2.2). When its task is cancelled, the request is aborted and
    /// its connection closed.
    /// - Returns: the response, with any status.
    /// - Throws: `HTTPClientError` if there is none.
    public func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse {
        try await transport.send(request)
    }

    /// Aborts the requests in flight, which fail as cancelled, closes the connections, and returns when that is done.
    /// Later requests fail as cancelled too.
    public func shutDown() async { await transport.shutDown() }
}

/// Sends the requests of an `HTTPClient`.
public protocol HTTPTransport: Sendable {
    /// Sends a request and returns the response.
    /// - Throws: `HTTPClientError` if there is none.
    func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse

    /// Aborts the requests in flight and accepts no more. The default does nothing.
    func shutDown() async
}

extension HTTPTransport {
    public func shutDown() async {}
}

/// The transport of `HTTPClient.unavailable`.
private struct UnavailableTransport: HTTPTransport {
    let reason: String

    func send(_ request: ClientRequest) async throws(HTTPClientError) -> ClientResponse {
        throw HTTPClientError(.failed(reason: reason), server: request.server)
    }
}
