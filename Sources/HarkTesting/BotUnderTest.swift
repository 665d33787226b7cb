public import HarkHost

/// A bot for tests: without a socket (`TestBot`), or with one (`LoopbackBot`).
public protocol BotUnderTest: Sendable {
    /// The recorded messages of the bot.
    var chat: RecordedChat { get }

    /// The responses that its plugins get from other servers, and their requests.
    var http: ScriptedHTTP { get }

    /// The host that runs the plugins.
    var host: Host { get }

    /// Sends a request and waits for the response.
    func send(_ request: Request) async throws -> TestResponse
}

extension BotUnderTest {
    /// Sends a `GET` request.
    public func get(
        _ path: String,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        try await send(.get, path, headers: headers, signed: signed)
    }

    /// Sends a `POST` request without a body.
    public func post(
        _ path: String,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        try await send(.post, path, headers: headers, signed: signed)
    }

    /// Sends a `POST` request with JSON, unchanged. To test a refusal without proof, pass `signed: false`; to test a
    /// wrong proof, pass it as a header:
    ///
    /// ```swift
    /// let accepted = try await bot.post("/deploys/api", json: #"{"version":"1.2.0"}"#)
    /// let unsigned = try await bot.post("/deploys/api", json: #"{"version":"1.2.0"}"#, signed: false)
    /// let forged = try await bot.post("/deploys/api", json: "{}", headers: ["X-Hub-Signature-256": "sha256=00"])
    /// XCTAssertEqual([accepted, unsigned, forged].map(\.status), [.ok, .unauthorized, .unauthorized])
    /// ```
    public func post(
        _ path: String,
        json: String,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        let type = "application/json"
        return try await send(
            .post, path, body: Array(json.utf8), contentType: type, headers: headers, signed: signed)
    }

    /// Sends a `POST` request with a urlencoded form.
    public func post(
        _ path: String,
        form: KeyValuePairs<String, String>,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        let body = FormFields(form.map { FormFields.Field($0, $1) }).urlEncoded
        let type = "application/x-www-form-urlencoded"
        return try await send(
            .post, path, body: Array(body.utf8), contentType: type, headers: headers, signed: signed)
    }

    /// Sends a `POST` request with plain text.
    public func post(
        _ path: String,
        text: String,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        let type = "text/plain; charset=utf-8"
        return try await send(
            .post, path, body: Array(text.utf8), contentType: type, headers: headers, signed: signed)
    }

    /// Sends a `POST` request with bytes.
    public func post(
        _ path: String,
        bytes: [UInt8],
        contentType: String = "application/octet-stream",
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        try await send(.post, path, body: bytes, contentType: contentType, headers: headers, signed: signed)
    }

    /// Sends a request, signed with the bot's secret as the route's sender would sign it. A header with the same name
    /// as one that the call sets replaces it. `send(_:)` sends a request unchanged.
    /// - Parameter signed: whether to sign it. If the test itself sets a header or field where the route's verifier
    ///   expects a proof, valid or not, it is left unchanged.
    public func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        body: [UInt8] = [],
        contentType: String? = nil,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        var fields = HTTPFields()
        fields[.contentType] = contentType
        for (name, value) in headers { fields[name] = value }
        let request = Request(method: method, target: RequestTarget(path), headers: fields, body: body)
        return try await send(signed ? try host.signed(request) : request)
    }

    /// Sends a line to the bot and returns its answers, one text for each message; `chat` records them too. The sender
    /// is an admin unless the test names another person.
    ///
    /// ```swift
    /// let answers = await bot.send("!deploy api")
    /// XCTAssertEqual(answers, ["POST {\"version\": …} to /deploys/api"])
    /// let refused = await bot.send("!plugin list", from: Person(id: "guest"), in: "#ops")
    /// XCTAssertEqual(bot.chat.sent.last?.room, "#ops")
    /// ```
    public func send(_ line: String, from person: Person = .testAdmin, in room: Room = "#general") async -> [String] {
        let before = chat.sent.count
        await host.receive(IncomingMessage(line, from: person, in: room))
        return chat.sent.dropFirst(before).map(\.text)
    }
}

extension Person {
    /// An admin of every bot under test.
    public static let testAdmin = Person(id: "admin")
}
