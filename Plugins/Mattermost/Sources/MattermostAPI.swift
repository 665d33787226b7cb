import HarkClient
import HarkEvents

/// Calls the REST API of a Mattermost server, version 4 (api.mattermost.com).
struct MattermostAPI: Sendable {
    /// The site URL.
    let base: BaseURL
    let token: Secret
    let http: HTTPClient

    /// The message to be edited does not exist any more.
    static let noSuchPost = ChatError(.refused, "Mattermost has no such message any more.")

    /// Longest time for the response to a new post. The server remembers a key for 30 seconds, and a retry must come
    /// before that.
    private static let postTime = Duration.seconds(10)

    /// The URL of the WebSocket.
    var socketURL: String { "\(base.scheme == .https ? "wss" : "ws")://\(base.host)\(base.prefix)/api/v4/websocket" }

    /// Calls a method of the API.
    /// - Parameters:
    ///   - path: the path after `/api/v4`.
    ///   - body: JSON to send.
    /// - Returns: the body of a successful response.
    /// - Throws: why the request failed. Errors never contain the token.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil
    ) async throws(ChatError) -> PayloadView {
        PayloadView(try await answer(to: method, path, body).chatAnswer(from: "Mattermost", refusal: Self.refusal))
    }

    /// The bot's own account, and the server's time as it writes it.
    func account() async throws(ChatError) -> (user: PayloadView, date: String?) {
        let response = try await answer(to: .get, "/users/me", nil)
        let user = PayloadView(try response.chatAnswer(from: "Mattermost", refusal: Self.refusal))
        return (user, response.headers[.date])
    }

    /// Creates a post.
    /// - Returns: its identifier.
    func create(_ post: JSONObject) async throws(ChatError) -> MessageID {
        let response = try await answer(to: .post, "/posts", .object(post), timeout: Self.postTime)
        let answer = try response.chatAnswer(from: "Mattermost", refusal: Self.refusal)
        // Another successful status comes from something else, such as a proxy. The key makes a retry safe.
        guard response.status.code == 201, let id = answer["id"]?.stringValue, MattermostDirectory.isIdentifier(id)
        else {
            throw ChatError(.transient, "Mattermost's response names no post. Is a proxy in between?")
        }
        return MessageID(id)
    }

    private func answer(
        to method: HTTPRequest.Method, _ path: String, _ body: JSONValue?, timeout: Duration = .seconds(30)
    ) async throws(ChatError) -> ClientResponse {
        var request = ClientRequest(
            method, "\(base)/api/v4\(path)", json: body, timeout: timeout, responseLimit: 8 << 20)
        request.headers[.authorization] = "Bearer \(token.reveal())"
        var response = try await http.send(request, to: "Mattermost")
        // Mattermost puts the remaining seconds here, not the time when the limit ends.
        if response.headers[.retryAfter] == nil, let name = HTTPField.Name("X-Ratelimit-Reset") {
            response.headers[.retryAfter] = response.headers[name]
        }
        return response
    }

    /// The meaning of an error's identifier: its message is in the server's language. Nil if the HTTP status alone
    /// describes it.
    static func refusal(_ answer: JSONValue?, _ status: Int) -> ChatError? {
        let id = (answer?["id"]?.stringValue ?? "").sanitized(to: 80)
        switch (status, id) {
        case (300..<400, _):
            return ChatError(
                .refused, "Mattermost is somewhere else. Set HARK_MATTERMOST_URL to the address that browsers show.")
        case (401, ""): return .loginPage(before: "Mattermost")
        case (401, _):
            return ChatError(
                .unauthorized,
                "Mattermost does not accept the token. Make another under Integrations, Bot Accounts, and set "
                    + "HARK_MATTERMOST_TOKEN.")
        case (403, _):
            return ChatError(
                .notAMember,
                "The bot may not do this in the channel, or there is no such channel. Add it to the team and the "
                    + "channel: /invite @ and its name.")
        case (404, ""):
            return ChatError(
                .refused, "There is no Mattermost. Is HARK_MATTERMOST_URL the address of the site, without a team?")
        case (404, "app.post.get.app_error"): return noSuchPost
        case (404, _): return ChatError(.noSuchRoom, "Mattermost does not find it (\(id)).")
        default: break
        }
        if id.hasSuffix("root_id.app_error") { return ChatError(.refused, "Mattermost has no such thread any more.") }
        if id.contains("message_length") {
            return ChatError(.tooLong(limit: MattermostText.limit), "The message is longer than Mattermost takes.")
        }
        if id.contains("can_not_post_to_deleted") { return ChatError(.noSuchRoom, "The channel is archived.") }
        return id.isEmpty ? nil : ChatError(.refused, "Mattermost refuses the request: \(id).")
    }
}
