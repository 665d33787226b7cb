public import HarkClient

extension ChatError {
    /// What a failed request to a network's server means: it may be sent again.
    /// - Parameters:
    ///   - error: why there is no answer.
    ///   - network: the network's name as people write it.
    public init(_ error: HTTPClientError, from network: String) {
        self.init(.transient, "\(network) cannot be reached. \(error)", mayHaveArrived: error.mayHaveArrived)
    }

    /// What a status of 401 means that is not in the form of the network's own answers, such as a page that wants a login:
    /// somebody in between says it, and the bot's token may be as good as ever.
    /// - Parameter network: the network's name as people write it.
    public static func loginPage(before network: String) -> ChatError {
        ChatError(
            .transient, "Something in front of \(network) refuses the request (status 401). Is a proxy in between?")
    }
}

extension ClientResponse {
    /// Reads an answer of a network's server as JSON, its status first: what a proxy or a failing server answers need not
    /// be JSON.
    /// - Parameters:
    ///   - network: the network's name as people write it, for the errors.
    ///   - refusal: what an answer of status 400 to 499 means, of which 429 has been dealt with; nil for what its status
    ///     says.
    /// - Returns: the body of an answer of status 200 to 299; null for an empty one.
    /// - Throws: why the network did not do it. Status 429 is `.rateLimited` by the header `Retry-After` (seconds, also
    ///   fractions), 408 and 500 and above are `.transient`, 401 is `.unauthorized`, others `.refused`.
    public func chatAnswer(
        from network: String, refusal: (JSONValue?, Int) -> ChatError? = { _, _ in nil }
    ) throws(ChatError) -> JSONValue {
        let code = status.code
        if (200..<300).contains(code) {
            if body.isEmpty { return .null }
            guard let value = try? JSONValue(parsing: body) else {
                throw ChatError(
                    .transient, "What \(network) answers is not JSON. Is a proxy in between?", mayHaveArrived: true)
            }
            return value
        }
        switch code {
        case 429: throw tooMany(network, headers[.retryAfter].flatMap { Double($0) })
        case 408, 500...:
            // A time-out says nothing of what was done (RFC 9110, 15.6.5).
            throw ChatError(
                .transient, "\(network) is in trouble: it answers with status \(code).", mayHaveArrived: code == 504)
        default: break
        }
        if let error = refusal(try? JSONValue(parsing: body), code) { throw error }
        if code == 401 {
            throw ChatError(.unauthorized, "\(network) does not accept the bot's credentials (status 401).")
        }
        throw ChatError(.refused, "\(network) refuses the request with status \(code).")
    }

    /// That the network takes nothing for so many seconds.
    private func tooMany(_ network: String, _ seconds: Double?) -> ChatError {
        guard let seconds, seconds.isFinite, (0...86_400).contains(seconds) else {
            return ChatError(.rateLimited(retryAfter: nil), "\(network) takes no more messages for a while.")
        }
        let wait = Duration.milliseconds(Int((seconds * 1000).rounded(.up)))
        return ChatError(.rateLimited(retryAfter: wait), "\(network) takes no more messages for \(seconds) s.")
    }
}
