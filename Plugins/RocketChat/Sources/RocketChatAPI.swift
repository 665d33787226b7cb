import HarkClient
import HarkEvents

private import struct FoundationEssentials.Date

/// Calls the REST API of a Rocket.Chat server, version 1 (developer.rocket.chat/apidocs).
struct RocketChatAPI: Sendable {
    let base: BaseURL
    /// The identifier of the bot's account.
    let user: String
    let token: Secret
    let http: HTTPClient
    let clock: BotClock

    /// Sends JSON to an endpoint.
    /// - Throws: why the request failed. Errors never contain the token.
    @discardableResult
    func post(_ endpoint: String, _ body: JSONObject) async throws(ChatError) -> PayloadView {
        var request = ClientRequest.post("\(base)/api/v1/\(endpoint)", json: .object(body))
        return try await answer(to: &request)
    }

    /// Sends a `GET` request to an endpoint.
    /// - Parameters:
    ///   - endpoint: its name.
    ///   - query: a field of the query, if there is one.
    /// - Throws: why the request failed. Errors never contain the token.
    func get(_ endpoint: String, _ query: (name: String, value: String)? = nil) async throws(ChatError) -> PayloadView {
        let query = query.map { "?\(FormFields([FormFields.Field($0.name, $0.value)]).urlEncoded)" } ?? ""
        var request = ClientRequest.get("\(base)/api/v1/\(endpoint)\(query)")
        request.responseLimit = 8 << 20
        return try await answer(to: &request)
    }

    private func answer(to request: inout ClientRequest) async throws(ChatError) -> PayloadView {
        for (name, value) in [("X-Auth-Token", token.reveal()), ("X-User-Id", user)] {
            if let name = HTTPField.Name(name) { request.headers[name] = value }
        }
        var response = try await http.send(request, to: "Rocket.Chat")
        if response.status == .tooManyRequests { response.headers[.retryAfter] = wait(after: response) }
        let answer = PayloadView(try response.chatAnswer(from: "Rocket.Chat", refusal: Self.refusal))
        guard answer.success.isTrue else {
            throw ChatError(
                .transient, "Rocket.Chat's answer says nothing of success. Is a proxy in between?",
                mayHaveArrived: true)
        }
        return answer
    }

    /// The wait in a response with status 429, in seconds. Its header contains a time of day in milliseconds, but the
    /// server's clock may differ from ours; its text contains the seconds themselves.
    private func wait(after response: ClientResponse) -> String? {
        if let known = response.headers[.retryAfter] { return known }
        let body = PayloadView(try? JSONValue(parsing: response.body))
        if let text = body.error.asText?.verbatim, let seconds = text.firstMatch(of: /must wait ([0-9]{1,5}) second/) {
            return String(seconds.output.1)
        }
        guard let name = HTTPField.Name("X-RateLimit-Reset"), let end = response.headers[name].flatMap({ Double($0) })
        else { return nil }
        let seconds = (end / 1000 - clock.now.timeIntervalSince1970).rounded(.up)
        return (0...600).contains(seconds) ? String(Int(max(1, seconds))) : nil
    }

    /// The meaning of an error's code. Nil if the HTTP status alone describes it.
    static func refusal(_ answer: JSONValue?, _ status: Int) -> ChatError? {
        let answer = PayloadView(answer)
        switch status {
        case 300..<400:
            return ChatError(
                .refused, "Rocket.Chat is somewhere else. Set HARK_ROCKETCHAT_URL to the address that browsers show.")
        case 401:
            // Rocket.Chat's own response has one of two formats.
            guard answer.status.asText?.verbatim == "error" || answer.success.exists else {
                return .loginPage(before: "Rocket.Chat")
            }
            return ChatError(
                .unauthorized,
                "Rocket.Chat does not accept the token, or it belongs to another account. Make another under "
                    + "Personal Access Tokens, and set HARK_ROCKETCHAT_TOKEN and HARK_ROCKETCHAT_USER.")
        case 404:
            return ChatError(
                .refused, "There is no Rocket.Chat. Is HARK_ROCKETCHAT_URL the address of the server?")
        default: break
        }
        let text = answer.error.asText?.verbatim ?? ""
        let code = (answer.errorType.asText?.verbatim ?? text).sanitized(to: 80)
        switch code {
        case "invalid-channel", "error-room-not-found", "error-invalid-room", "error-invalid-user":
            return ChatError(.noSuchRoom, "Rocket.Chat has no such room that the bot can see.")
        case "error-not-allowed":
            return ChatError(
                .notAMember, "The bot may not send in the room, or it is archived. Say “/invite @” there.")
        case "error-message-size-exceeded":
            return ChatError(
                .tooLong(limit: RocketChatText.limit), "The message is longer than Rocket.Chat takes.")
        case "": return nil
        default: return ChatError(.refused, "Rocket.Chat refuses the request: \(code).")
        }
    }
}
