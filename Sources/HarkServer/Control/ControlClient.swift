internal import HarkClient

/// Asks a running bot over its control socket.
struct ControlClient: ControlTarget {
    /// Longest answer, in bytes: a body, or a list of deliveries.
    private static let longestAnswer = 1 << 30

    /// Longest time until the bot says which one it is.
    private static let patience = Duration.seconds(5)

    private let client: HTTPClient
    private let path: String

    /// A client for the socket at a path.
    init(socket path: String) {
        self.path = path
        client = HTTPClient(HTTPClientConfiguration(userAgent: "hark/\(Release.version)", unixSocket: path))
    }

    /// Which bot answers; nil if none listens.
    /// - Throws: `Rejection` if one listens, but does not answer in 5 s, or not as expected.
    func identity() async throws(Rejection) -> BotIdentity? {
        let response: ClientResponse
        do throws(HTTPClientError) { response = try await send(.identity, within: Self.patience) } catch {
            if error.kind == .cannotConnect { return nil }
            throw refusal(error)
        }
        guard case .json(let json) = try Self.answer(of: response),
            let identity = try? json.decoded(as: BotIdentity.self)
        else { throw Self.misunderstanding }
        return identity
    }

    func perform(_ request: ControlRequest) async throws(Rejection) -> ControlAnswer {
        let response: ClientResponse
        do throws(HTTPClientError) {
            response = try await send(request, within: ControlSocket.longestOperation)
        } catch {
            throw refusal(error)
        }
        return try Self.answer(of: response)
    }

    /// Ends the use of the socket.
    func shutDown() async { await client.shutDown() }

    private func send(
        _ request: ControlRequest, within limit: Duration
    ) async throws(HTTPClientError) -> ClientResponse {
        // The socket makes the host meaningless, but HTTP wants one (RFC 9112, 3.2).
        var call = ClientRequest.post("http://localhost/", json: request.json)
        call.timeout = limit
        call.responseLimit = Self.longestAnswer
        return try await client.send(call)
    }

    private func refusal(_ error: HTTPClientError) -> Rejection {
        switch error.kind {
        case .cannotConnect, .interrupted: Self.interruption
        case .timedOut:
            Rejection(.serviceUnavailable, "A bot listens at “\(path)”, but does not answer. Try again, or restart it.")
        case .failed(let reason): Rejection(.badGateway, reason)
        default: Self.misunderstanding
        }
    }

    private static func answer(of response: ClientResponse) throws(Rejection) -> ControlAnswer {
        if response.status == .ok, response.headers[.contentType] == MediaType.bytes.essence {
            return .bytes(response.body)
        }
        guard let json = try? JSONValue(parsing: response.body),
            json["version"]?.intValue == ControlRequest.version
        else {
            // The server's own answer, when the bot stops or the operation takes too long.
            throw response.status == .serviceUnavailable ? interruption : misunderstanding
        }
        if let error = json["error"]?.stringValue { throw Rejection(response.status, error) }
        guard let answer = json["answer"] else { throw misunderstanding }
        return .json(answer)
    }

    private static let interruption = Rejection(
        .serviceUnavailable, "The bot ended or stops, or could not answer in time. Give the command again.")

    static let misunderstanding = Rejection(
        .badGateway, "The running bot is of another version than this program. Restart it with this one.")
}

extension ControlTarget {
    /// Does what is asked, and reads the answer.
    func perform<Value: Decodable>(
        _ request: ControlRequest, as type: Value.Type
    ) async throws(Rejection) -> Value {
        guard case .json(let json) = try await perform(request), let value = try? json.decoded(as: type) else {
            throw ControlClient.misunderstanding
        }
        return value
    }

    /// The stored body of a delivery.
    func body(of id: String) async throws(Rejection) -> [UInt8] {
        guard case .bytes(let bytes) = try await perform(.body(id: id)) else { throw ControlClient.misunderstanding }
        return bytes
    }
}
