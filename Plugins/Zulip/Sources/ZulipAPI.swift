import HarkClient
import HarkEvents

private import struct FoundationEssentials.Data

/// Calls the REST API of a Zulip server (zulip.com/api/rest).
struct ZulipAPI: Sendable {
    let base: BaseURL
    let email: String
    let key: Secret
    let http: HTTPClient

    /// The event queue is gone: it was not polled for ten minutes, or the server was restarted.
    static let noSuchQueue = ChatError(.refused, "Zulip has forgotten the queue of events.")

    /// The reaction exists already.
    static let hasReaction = ChatError(.refused, "The reaction is there already.")

    /// Calls a method of the API.
    /// - Parameters:
    ///   - path: the path after `/api/v1`.
    ///   - fields: the arguments; Zulip reads forms, not JSON.
    ///   - timeout: longest time for the response.
    /// - Returns: the response, whose `result` is `success`.
    /// - Throws: why the request failed. Errors never contain the key.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ fields: [(String, String)] = [],
        timeout: Duration = .seconds(30)
    ) async throws(ChatError) -> PayloadView {
        let form = FormFields(fields.map { FormFields.Field($0, $1) }).urlEncoded
        let hasQuery = method == .get && !form.isEmpty
        var request = ClientRequest(
            method, "\(base)/api/v1\(path)\(hasQuery ? "?\(form)" : "")", timeout: timeout, responseLimit: 16 << 20)
        request.headers[.authorization] = "Basic \(Data("\(email):\(key.reveal())".utf8).base64EncodedString())"
        if method != .get {
            request.headers[.contentType] = "application/x-www-form-urlencoded"
            request.body = Array(form.utf8)
        }
        var response = try await http.send(request, to: "Zulip")
        if response.status.code == 429, response.headers[.retryAfter] == nil {
            response.headers[.retryAfter] = (try? JSONValue(parsing: response.body))?["retry-after"]?.doubleValue
                .map { "\($0)" }
        }
        do throws(ChatError) {
            let answer = try response.chatAnswer(from: "Zulip", refusal: Self.refusal)
            if answer["result"]?.stringValue == "success" { return PayloadView(answer) }
        } catch {
            guard (200..<300).contains(response.status.code) else { throw error }
        }
        // The server may have carried it out, and only its response is broken.
        throw ChatError(
            .transient, "Zulip's answer is not a response of its API. Is a proxy in between?", mayHaveArrived: true)
    }

    /// The names of the channels in a list of the API.
    func channels(of path: String, _ member: String) async throws(ChatError) -> [String] {
        try await call(.get, path)[member].asList.compactMap { $0.name.asText?.verbatim }
    }

    /// The meaning of an error's code: its message is in the language of the bot's account. Nil if the HTTP status
    /// alone describes it.
    static func refusal(_ answer: JSONValue?, _ status: Int) -> ChatError? {
        let code = answer?["code"]?.stringValue ?? ""
        let message = (answer?["msg"]?.stringValue ?? "").sanitized(to: 200)
        switch (status, code) {
        case (300..<400, _):
            return ChatError(
                .refused, "Zulip is somewhere else. Set HARK_ZULIP_URL to the address that browsers show.")
        case (401, _) where answer?["result"]?.stringValue != "error": return .loginPage(before: "Zulip")
        case (401, _):
            return ChatError(
                .unauthorized,
                "Zulip does not accept the bot's address and key. Copy both again from its zuliprc, and set "
                    + "HARK_ZULIP_EMAIL and HARK_ZULIP_KEY.")
        case (_, "BAD_EVENT_QUEUE_ID"): return noSuchQueue
        case (_, "REACTION_ALREADY_EXISTS"): return hasReaction
        case (_, "STREAM_DOES_NOT_EXIST"): return ChatError(.noSuchRoom, "Zulip has no such channel.")
        case (_, "BAD_REQUEST") where message.hasPrefix("Not authorized to send"):
            return ChatError(.notAMember, "The bot may not send there: \(message)")
        case (404, ""):
            return ChatError(.refused, "There is no Zulip. Is HARK_ZULIP_URL the organization's address?")
        default: return code.isEmpty ? nil : ChatError(.refused, "Zulip refuses the request: \(message)")
        }
    }
}
