internal import HarkHTTP

extension StreamConnection {
    /// Opens a connection, through the proxy if one is configured for the host.
    /// - Parameters:
    ///   - host: a DNS name or an IP address, which the server's certificate must be issued for.
    /// - Throws: `StreamError`, within the configured time.
    public static func connect(
        host: String, port: UInt16, security: StreamSecurity, configuration: StreamConfiguration = StreamConfiguration()
    ) async throws(StreamError) -> StreamConnection {
        try await connect(
            host: host, port: port, security: security, configuration: configuration,
            until: Deadline(after: configuration.connectTimeout))
    }

    static func connect(
        host: String, port: UInt16, security: StreamSecurity, configuration: StreamConfiguration,
        until deadline: Deadline
    ) async throws(StreamError) -> StreamConnection {
        guard !host.isEmpty, host.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw .cannotResolve(host: host.sanitized(to: 100), reason: "it is not a name in ASCII")
        }
        let proxy = configuration.proxy.flatMap { $0.isUsed(for: host) ? $0 : nil }
        if let reason = proxy?.refusal { throw .proxyFailed(reason: reason) }
        let socket = try await TCPConnector.connect(
            host: proxy?.host ?? host, port: proxy?.port ?? port, until: deadline)
        let connection = StreamConnection(socket: socket, host: host, configuration: configuration)
        if let proxy { try await connection.tunnel(to: host, port, through: proxy, until: deadline) }
        if case .tls(let tls) = security { try await connection.startTLS(tls, until: deadline) }
        return connection
    }

    /// Makes the proxy at the other end connect to a host (RFC 9110, 9.3.6).
    private func tunnel(
        to host: String, _ port: UInt16, through proxy: ProxyConfiguration, until deadline: Deadline
    ) async throws(StreamError) {
        let target = "\(host.inURL):\(port)"
        let credentials = proxy.authorization.map { "Proxy-Authorization: \($0)\r\n" } ?? ""
        let request = "CONNECT \(target) HTTP/1.1\r\nHost: \(target)\r\n\(credentials)\r\n"
        try await write(Array(request.utf8), until: deadline, for: .connecting)
        // Byte by byte, because the bytes after the head belong to the host.
        let head: ResponseHead
        switch try await readHead(by: 1, until: deadline) {
        case .success(let answer): head = answer.head
        case .failure(let error): throw .proxyFailed(reason: error.reason)
        }
        guard (200..<300).contains(head.status) else {
            throw .proxyFailed(reason: "answered \(head.status) \(head.reason.sanitized(to: 100)) for \(target)")
        }
    }

    /// The head of a response, and the bytes received after it.
    /// - Parameter step: most bytes to read at a time.
    func readHead(
        by step: Int = readLimit, until deadline: Deadline
    ) async throws(StreamError) -> Result<(head: ResponseHead, rest: [UInt8]), ResponseHeadError> {
        var buffer = ResponseHeadBuffer()
        while let bytes = try await read(atMost: step, until: deadline, for: .connecting) {
            do throws(ResponseHeadError) {
                if let answer = try buffer.append(bytes) { return .success(answer) }
            } catch {
                return .failure(error)
            }
        }
        return .failure(ResponseHeadError(reason: "closed the connection instead of answering"))
    }
}
