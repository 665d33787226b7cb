public import HarkHost

/// A bot that tests talk to: without a socket (`TestBot`), or over one.
public protocol BotUnderTest: Sendable {
    /// What the bot said.
    var chat: RecordedChat { get }

    /// The answers that its plugins get from other servers, and what they asked.
    var http: ScriptedHTTP { get }

    /// The host that runs the plugins.
    var host: Host { get }

    /// Sends a request and waits for the answer.
    func send(_ request: Request) async throws -> TestResponse
}

extension BotUnderTest {
    /// `GET`s a path.
    public func get(
        _ path: String,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        try await send(.get, path, headers: headers, signed: signed)
    }

    /// `POST`s nothing.
    public func post(
        _ path: String,
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        try await send(.post, path, headers: headers, signed: signed)
    }

    /// `POST`s JSON, as written. A test of what is refused without proof says `signed: false`, one of a wrong proof
    /// gives it:
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

    /// `POST`s an urlencoded form.
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

    /// `POST`s plain text.
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

    /// `POST`s bytes.
    public func post(
        _ path: String,
        bytes: [UInt8],
        contentType: String = "application/octet-stream",
        headers: [String: String] = [:],
        signed: Bool = true
    ) async throws -> TestResponse {
        try await send(.post, path, body: bytes, contentType: contentType, headers: headers, signed: signed)
    }

    /// Sends any request, signed as the route's sender would sign it with the secret that the bot has. A header given
    /// by name replaces the one that the call itself would set. `send(_:)` sends a request as it is.
    /// - Parameter signed: whether it is signed at all. What the test itself puts where the route's verifier looks for
    ///   a proof, a header or a field, stays as it is: right or wrong, nothing is added to it.
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

    /// Says a line to the bot and returns what it answers, a text for each message, which `chat` records too. Whoever
    /// says it is an admin unless the test names another person.
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
