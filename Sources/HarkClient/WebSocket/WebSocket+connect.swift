public import HTTPTypes
internal import HarkHTTP

extension WebSocket {
    /// How much of a refusal's body is read, in bytes.
    private static let excerptLimit = 512

    /// Opens a WebSocket.
    /// - Parameters:
    ///   - url: `wss://host/path`, or `ws://` for a connection that anyone on its path can read and change.
    ///   - headers: fields for the request, such as `Authorization`; those of the handshake itself are ignored.
    /// - Throws: `WebSocketError.invalidURL`, `.connection`, `.refused` with the server's status, `.notWebSocket`.
    public static func connect(
        _ url: String, headers: HTTPFields = [:], configuration: WebSocketConfiguration = WebSocketConfiguration()
    ) async throws(WebSocketError) -> WebSocket {
        let url = try WebSocketURL(url)
        let deadline = Deadline(after: configuration.stream.connectTimeout)
        let handshake = OpeningHandshake(
            url, headers: headers, nonce: configuration.random().networkOrder + configuration.random().networkOrder)
        let stream: StreamConnection
        let answer: Result<(head: ResponseHead, rest: [UInt8]), ResponseHeadError>
        do throws(StreamError) {
            stream = try await StreamConnection.connect(
                host: url.host, port: url.port, security: url.isSecure ? .tls(configuration.tls) : .plain,
                configuration: configuration.stream, until: deadline)
            try await stream.write(handshake.request, until: deadline, for: .connecting)
            answer = try await stream.readHead(until: deadline)
        } catch {
            throw WebSocketError(error, url: url.origin)
        }
        switch answer {
        case .failure(let error): throw .notWebSocket(url: url.origin, reason: error.reason)
        case .success(let (head, rest)):
            guard head.status == 101 else {
                let excerpt = await excerpt(of: head, rest, from: stream, until: deadline)
                throw .refused(url: url.origin, status: head.status, excerpt: excerpt)
            }
            try handshake.check(head)
            return WebSocket(stream, origin: url.origin, rest: rest, configuration: configuration)
        }
    }

    /// The beginning of a refusal's body, as far as it has arrived or its length is known.
    private static func excerpt(
        of head: ResponseHead, _ rest: [UInt8], from stream: StreamConnection, until deadline: Deadline
    ) async -> String {
        let length = head.fields[.contentLength].flatMap { Int($0) } ?? 0
        var body = rest
        while body.count < min(length, excerptLimit),
            let bytes = try? await stream.read(atMost: excerptLimit, until: deadline, for: .connecting)
        { body += bytes }
        return String(untrusted: body.prefix(excerptLimit)).sanitized(to: 200)
    }
}
