public import HarkClient

extension ChatError {
    /// The error for a failed request to a network's server: transient, so the message may be sent again.
    /// - Parameters:
    ///   - error: why there is no response.
    ///   - network: the network's name as people write it.
    public init(_ error: HTTPClientError, from network: String) {
        self.init(.transient, "\(network) cannot be reached. \(error)", mayHaveArrived: error.mayHaveArrived)
    }

    /// The meaning of a response with status 401 that is not in the format of the network, such as a login page: it
    /// comes from a proxy in between, and the bot's token may still be valid.
    /// - Parameter network: the network's name as people write it.
    public static func loginPage(before network: String) -> ChatError {
        ChatError(
            .transient, "Something in front of \(network) refuses the request (status 401). Is a proxy in between?")
    }

    /// The error for a network that accepts no more messages for a while.
    /// - Parameters:
    ///   - network: the network's name as people write it.
    ///   - seconds: the wait that the network named, from 0 to 86,400; anything else counts as none.
    public static func tooManyRequests(at network: String, retryAfter seconds: Double?) -> ChatError {
        guard let seconds, (0...86_400).contains(seconds) else {
            return ChatError(.rateLimited(retryAfter: nil), "\(network) accepts no more messages for a while.")
        }
        let wait = Duration.milliseconds(Int((seconds * 1000).rounded(.up)))
        return ChatError(.rateLimited(retryAfter: wait), "\(network) accepts no more messages for \(seconds) s.")
    }
}

extension HTTPClient {
    /// Sends a request to a network's server.
    /// - Parameters:
    ///   - request: the request.
    ///   - network: the network's name as people write it, for error messages.
    /// - Throws: a `.transient` error if there is no response.
    public func send(_ request: ClientRequest, to network: String) async throws(ChatError) -> ClientResponse {
        do throws(HTTPClientError) { return try await send(request) } catch { throw ChatError(error, from: network) }
    }
}

extension ClientResponse {
    /// Whether the content is HTML, as proxies and login pages send it.
    public var isPage: Bool { body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<") }

    /// Reads a response of a network's server as JSON, after checking its status: the body of a proxy's or a failing
    /// server's response need not be JSON.
    /// - Parameters:
    ///   - network: the network's name as people write it, for error messages.
    ///   - refusal: turns a response of status 400 to 499, except 429, into an error; nil to derive the error from the
    ///     status.
    /// - Returns: the body of a response of status 200 to 299; `.null` for an empty one.
    /// - Throws: why the request failed. Status 429 is `.rateLimited` with the wait from `Retry-After` (seconds,
    ///   possibly fractional, up to a day; a date counts as none); 408 and 500 and above are `.transient`; 401 is
    ///   `.unauthorized`; others are `.refused`.
    public func chatAnswer(
        from network: String, refusal: (JSONValue?, Int) -> ChatError? = { _, _ in nil }
    ) throws(ChatError) -> JSONValue {
        let code = status.code
        if (200..<300).contains(code) {
            if body.isEmpty { return .null }
            guard let value = try? JSONValue(parsing: body) else {
                throw ChatError(
                    .transient, "\(network) did not send JSON. Is a proxy in between?", mayHaveArrived: true)
            }
            return value
        }
        switch code {
        case 429: throw .tooManyRequests(at: network, retryAfter: headers[.retryAfter].flatMap { Double($0) })
        case 408, 500...:
            // A timeout does not say whether the request was carried out (RFC 9110, 15.6.5).
            throw ChatError(
                .transient, "\(network) has a problem: it responds with status \(code).", mayHaveArrived: code == 504)
        default: break
        }
        if let error = refusal(try? JSONValue(parsing: body), code) { throw error }
        if code == 401 {
            throw ChatError(.unauthorized, "\(network) does not accept the bot's credentials (status 401).")
        }
        throw ChatError(.refused, "\(network) refuses the request with status \(code).")
    }
}
