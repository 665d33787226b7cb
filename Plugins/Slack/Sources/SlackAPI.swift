import HarkClient
import HarkEvents

/// Calls methods of Slack's Web API (docs.slack.dev/apis/web-api).
struct SlackAPI: Sendable {
    let base: BaseURL
    let token: Secret
    let http: HTTPClient

    /// The same API with another token.
    func with(token: Secret) -> SlackAPI { SlackAPI(base: base, token: token, http: http) }

    /// Calls a method.
    /// - Returns: the response, whose `ok` is true.
    /// - Throws: why the call failed. Errors never contain the token.
    func call(_ method: String, _ arguments: JSONObject = [:]) async throws(ChatError) -> PayloadView {
        try await answer(of: method, arguments).payload
    }

    /// Calls a method.
    /// - Returns: the response, and the token's scopes from its header: `chat:write`; nil if it has none.
    func answer(
        of method: String, _ arguments: JSONObject = [:]
    ) async throws(ChatError) -> (payload: PayloadView, scopes: [String]?) {
        var request = ClientRequest.post("\(base)/\(method)", json: .object(arguments))
        // Without the character set Slack answers with a warning.
        request.headers[.contentType] = "application/json; charset=utf-8"
        request.headers[.authorization] = "Bearer \(token.reveal())"
        request.responseLimit = 8 << 20
        let response = try await http.send(request, to: "Slack")
        let value = try response.chatAnswer(from: "Slack")
        let answer = PayloadView(value)
        // A reaction that exists already counts as success.
        if value["ok"]?.boolValue == true || value["error"] == "already_reacted" {
            return (answer, Self.scopes(in: response.headers))
        }
        throw Self.failure(
            answer.error.asText?.sanitized(to: 60) ?? "unknown_error", of: method,
            needed: answer.needed.asText?.sanitized(to: 100))
    }

    /// Sends the answer to a slash command to its response URL, which needs no token
    /// (docs.slack.dev/interactivity/handling-user-interaction#message_responses).
    /// - Throws: why Slack did not accept it. Errors never contain the URL's path, which is as secret as a token.
    func respond(to url: String, _ arguments: JSONObject) async throws(ChatError) {
        var request = ClientRequest.post(url, json: .object(arguments))
        request.responseLimit = 1 << 16
        let response = try await http.send(request, to: "Slack")
        // The response is “ok”, which is not JSON.
        if (200..<300).contains(response.status.code) { return }
        _ = try response.chatAnswer(from: "Slack") { _, _ in
            ChatError(
                .refused, "Slack does not take the answer of a slash command any more: it is too late, or too much.")
        }
    }

    private static func scopes(in headers: HTTPFields) -> [String]? {
        headers.first { $0.name.canonicalName == "x-oauth-scopes" }.map { field in
            field.value.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
    }

    /// The meaning of an error code (docs.slack.dev/reference/methods/chat.postMessage, "Errors").
    private static func failure(_ code: String, of method: String, needed: String?) -> ChatError {
        switch code {
        case "ratelimited", "rate_limited":
            .tooManyRequests(at: "Slack", retryAfter: nil)
        case "internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org":
            ChatError(.transient, "Slack has a problem (\(code)).")
        case "not_allowed_token_type" where method == "apps.connections.open":
            ChatError(
                .unauthorized,
                "HARK_SLACK_APP_TOKEN is no app-level token (\(code)). It begins with xapp-, and is made under “Basic "
                    + "Information” of the app's page.")
        case "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive",
            "not_allowed_token_type":
            ChatError(
                .unauthorized,
                "Slack does not accept the token (\(code)). Copy it again from the app's page, and set "
                    + "\(method == "apps.connections.open" ? "HARK_SLACK_APP_TOKEN" : "HARK_SLACK_TOKEN").")
        case "missing_scope" where method == "apps.connections.open":
            ChatError(
                .unauthorized,
                "HARK_SLACK_APP_TOKEN lacks the scope connections:write. Make an app-level token with it under “Basic "
                    + "Information” of the app's page.")
        case "missing_scope":
            ChatError(
                .unauthorized,
                "The token lacks a scope\(needed.map { " (\($0))" } ?? "") for \(method). Add it under “OAuth & "
                    + "Permissions” and install the app again.")
        case "channel_not_found", "channel_is_archived", "is_archived":
            ChatError(.noSuchRoom, "There is no such channel, or the bot may not see it, or it is archived (\(code)).")
        case "not_in_channel", "restricted_action", "restricted_action_read_only_channel":
            ChatError(.notAMember, "The bot is not in the channel (\(code)). Invite it there: /invite @<bot>.")
        case "msg_too_long", "msg_blocks_too_long":
            ChatError(.tooLong(limit: SlackText.limit), "The message is longer than Slack takes.")
        default:
            ChatError(.refused, "Slack refuses \(method): \(code).")
        }
    }
}
