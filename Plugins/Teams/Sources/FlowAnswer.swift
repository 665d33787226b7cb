import HarkClient
import HarkEvents

/// The response of a flow: 202 for a message that it will post, which does not confirm that it is shown.
struct FlowAnswer {
    private let response: ClientResponse

    init(_ response: ClientResponse) { self.response = response }

    /// Checks whether the flow has accepted the message.
    /// - Throws: why it has not. Errors never contain the URL, which is a secret.
    func check(for room: Room) throws(ChatError) {
        let code = response.status.code
        if code == 202 { return }
        // A flow with a custom response sends 200 and any content, but not an HTML page.
        if (200..<300).contains(code) {
            guard !response.isPage else {
                throw ChatError(
                    .transient, "What the flow of \(Self.shown(room)) answers is a web page. Is a proxy in between?",
                    mayHaveArrived: true)
            }
            return
        }
        _ = try response.chatAnswer(from: "The flow of \(Self.shown(room))") { value, code in
            Self.refusal(code, reason: value?["error"]?["code"]?.stringValue, room)
        }
    }

    /// The meaning of a status of 400 to 499, except 408 and 429.
    private static func refusal(_ code: Int, reason: String?, _ room: Room) -> ChatError? {
        let reason = reason.map { " (\($0.sanitized(to: 60)))" } ?? ""
        switch code {
        case 401, 403:
            return ChatError(
                .unauthorized,
                "The flow of \(shown(room)) does not accept its URL\(reason). Copy the whole URL again, with all that "
                    + "follows the question mark, and set HARK_TEAMS_ROOMS.")
        case 404, 410:
            return ChatError(
                .noSuchRoom,
                "The flow of \(shown(room)) no longer exists\(reason). Make another one, and set "
                    + "HARK_TEAMS_ROOMS.")
        case 413: return ChatError(.tooLong(limit: TeamsCard.limit), "The message is longer than the flow takes.")
        default:
            return ChatError(
                .refused,
                "The flow of \(shown(room)) refuses the message with status \(code)\(reason). Is it switched on, and "
                    + "made from “Post to a channel when a webhook request is received”?")
        }
    }

    private static func shown(_ room: Room) -> String { "“\(room.name.sanitized(to: 80))”" }
}
