import HarkClient
import HarkEvents

/// The response of an incoming webhook: a status, and a word in plain text (Slack), or JSON (errors of Mattermost and
/// Discord, Rocket.Chat).
struct WebhookAnswer {
    private let response: ClientResponse

    init(_ response: ClientResponse) { self.response = response }

    /// Checks whether the message was accepted.
    /// - Parameters:
    ///   - room: the room that it is for.
    ///   - isSlacks: whether the body was Slack's; a receiver of a custom body may respond with anything.
    /// - Throws: why it was not. Errors never contain the URL, which is a secret.
    func check(for room: Room, isSlacks: Bool) throws(ChatError) {
        let place = "The webhook of \(Self.shown(room))"
        if (200..<300).contains(response.status.code) {
            if isSlacks { try checkContent(place) }
            return
        }
        _ = try response.chatAnswer(from: place) { value, code in
            Self.refusal(code, reason: Self.word(value?["error"] ?? value?["id"]) ?? Self.word(of: response), place)
        }
    }

    /// Checks whether a response with status 200 to 299 comes from a webhook: `ok`, nothing, or JSON.
    private func checkContent(_ place: String) throws(ChatError) {
        // The message may have been posted nevertheless, and is sent at most once more.
        guard !response.isPage else {
            throw ChatError(
                .transient, "\(place) answers with a web page. Is a proxy in between?", mayHaveArrived: true)
        }
        // A retired Teams connector (*.webhook.office.com) responds with 200, and the actual status in the body.
        let text = String(response.text.prefix(500))
        if text.contains("HTTP error 429") {
            throw ChatError(.rateLimited(retryAfter: nil), "\(place) accepts no more messages for now.")
        }
        if text.contains("HTTP error 4") {
            throw ChatError(
                .refused, "\(place) is a connector of Teams that has not posted the message. Use the plugin for Teams.")
        }
        let answer = try? JSONValue(parsing: response.body)
        guard answer?["success"] != false, answer?["ok"] != false else {
            let reason = Self.word(answer?["error"]).map { " (\($0))" } ?? ""
            throw ChatError(.refused, "\(place) refuses the message\(reason).")
        }
    }

    /// The meaning of a status of 400 to 499, except 408 and 429
    /// (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks, "Handling errors").
    private static func refusal(_ code: Int, reason: String?, _ place: String) -> ChatError {
        let shown = reason.map { " (\($0))" } ?? ""
        switch (code, reason) {
        case (_, "invalid_token"), (_, "no_active_hooks"), (401, _):
            return ChatError(
                .unauthorized,
                "\(place) does not accept its URL\(shown). Copy the whole URL again, and set HARK_WEBHOOK_ROOMS.")
        case (_, "channel_is_archived"):
            return ChatError(.noSuchRoom, "\(place) is for an archived channel\(shown). Unarchive it, or make another.")
        case (404, _), (410, _), (_, "web.incoming_webhook.invalid.app_error"):
            return ChatError(
                .noSuchRoom,
                "\(place) no longer exists, or its channel is not\(shown). Make another one, and set "
                    + "HARK_WEBHOOK_ROOMS.")
        case (403, _):
            return ChatError(.notAMember, "\(place) may not post there\(shown). Ask an admin of the channel.")
        case (413, _): return ChatError(.tooLong(limit: WebhookText.limit), "\(place) takes no message so long.")
        case (300..<400, _):
            return ChatError(.refused, "\(place) is somewhere else (status \(code)). Set the URL that it redirects to.")
        default:
            return ChatError(
                .refused,
                "\(place) refuses the message with status \(code)\(shown). Is the body of the kind that it takes?")
        }
    }

    /// The error word of a plain-text response.
    private static func word(of response: ClientResponse) -> String? {
        guard response.body.count <= 100 else { return nil }
        let words = response.text.split(whereSeparator: \.isWhitespace)
        return words.count == 1 ? word(.string(String(words[0]))) : nil
    }

    /// The error word, if it is one: anything else might be part of a URL, or a page.
    private static func word(_ value: JSONValue?) -> String? {
        guard let text = value?.stringValue, (3...80).contains(text.utf8.count) else { return nil }
        let isWord = text.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
        return isWord ? text : nil
    }

    /// A room's name in errors.
    static func shown(_ room: Room) -> String { "“\(room.name.sanitized(to: 80))”" }
}
