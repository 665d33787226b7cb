import HarkClient
import HarkEvents
import Synchronization

/// Calls the Google Chat API, version 1 (developers.google.com/workspace/chat/api/reference/rest).
final class GoogleChatAPI: Sendable {
    private let base: BaseURL
    private let tokens: GoogleTokens
    private let http: HTTPClient

    /// The number of consecutive responses with status 429.
    private let refusals = Mutex(0)

    init(base: BaseURL, tokens: GoogleTokens, http: HTTPClient) {
        self.base = base
        self.tokens = tokens
        self.http = http
    }

    /// The message to be edited does not exist any more.
    static let noSuchMessage = ChatError(.refused, "Google Chat has no such message any more.")

    /// Calls a method of the API.
    /// - Parameters:
    ///   - path: the path after `/v1/`.
    ///   - query: fields of the query.
    ///   - body: JSON to send.
    /// - Returns: the body of a successful response.
    /// - Throws: why the request failed. Errors never contain a token.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(String, String)] = [], _ body: JSONValue? = nil
    ) async throws(ChatError) -> PayloadView {
        let fields = FormFields(query.map { FormFields.Field($0, $1) }).urlEncoded
        let request = ClientRequest(
            method, "\(base)/v1/\(path)\(fields.isEmpty ? "" : "?\(fields)")", json: body, responseLimit: 8 << 20)
        let token = try await tokens.token()
        var response = try await answer(to: request, token)
        if response.status == .unauthorized {
            // A token may be revoked before it expires.
            response = try await answer(to: request, try await tokens.token(besides: token))
        }
        if response.status == .tooManyRequests {
            // Google names no wait: it requires exponential back-off.
            let count = refusals.withLock { count in
                count = min(count + 1, 6)
                return count
            }
            if response.headers[.retryAfter] == nil { response.headers[.retryAfter] = "\(1 << count)" }
        }
        let answer = PayloadView(try response.chatAnswer(from: "Google Chat", refusal: Self.refusal))
        refusals.withLock { $0 = 0 }
        return answer
    }

    private func answer(to request: ClientRequest, _ token: Secret) async throws(ChatError) -> ClientResponse {
        var request = request
        request.headers[.authorization] = "Bearer \(token.reveal())"
        return try await http.send(request, to: "Google Chat")
    }

    /// The meaning of an error's status. Nil if the HTTP status alone describes it.
    static func refusal(_ answer: JSONValue?, _ status: Int) -> ChatError? {
        let error = PayloadView(answer).error
        let text = (error.message.asText?.verbatim ?? "").sanitized(to: 200)
        switch error.status.asText?.verbatim {
        case "UNAUTHENTICATED":
            return ChatError(
                .unauthorized,
                "Google Chat does not accept the service account. Make another key of it, and check that "
                    + "the Chat API is enabled.")
        case "PERMISSION_DENIED":
            return ChatError(
                .notAMember,
                "The app may not do this in the space. Add it there: “Apps & integrations” in the menu of "
                    + "the space.")
        case "NOT_FOUND": return ChatError(.noSuchRoom, "Google Chat has no such space that the app can see.")
        case "INVALID_ARGUMENT" where text.contains("too long"):
            return ChatError(.tooLong(limit: GoogleChatText.limit), "The message is longer than Google Chat takes.")
        case let code?:
            return ChatError(.refused, "Google Chat refuses the request: \(code.sanitized(to: 40)), \(text)")
        case nil: return status == 401 ? .loginPage(before: "Google Chat") : nil
        }
    }
}
