import HarkEvents

/// What comes over the WebSocket, as far as the bot wants to know.
enum MattermostEvent: Sendable, Equatable {
    /// The connection is the bot's.
    case hello(number: Int)
    /// Somebody has posted something; `sender` is their username.
    case posted(number: Int, MattermostPost, MattermostChannel, sender: String?)
    /// Something else has happened.
    case other(number: Int)
    /// The server refused what the bot sent, with this error.
    case refusal(String)

    /// Reads a message; nil for one that means nothing, such as an answer.
    init?(_ text: String) {
        guard let document = try? JSONDocument(parsing: Array(text.utf8)) else { return nil }
        let view = PayloadView(document.root)
        if view.status.asText?.verbatim == "FAIL" {
            self = .refusal(view.error.id.asText?.sanitized(to: 80) ?? "no reason")
            return
        }
        guard let number = view.seq.asInt, number >= 0, number < Int.max,
            let name = view.event.asText?.verbatim
        else { return nil }
        switch name {
        case "hello": self = .hello(number: number)
        case "posted":
            let data = view.data
            // The post is JSON within JSON.
            guard let text = data.post.asText?.verbatim,
                let document = try? JSONDocument(parsing: Array(text.utf8)),
                let post = MattermostPost(PayloadView(document.root)),
                let channel = MattermostChannel(id: PayloadView(document.root).channel_id, event: data)
            else {
                self = .other(number: number)
                return
            }
            let sender = data.sender_name.asText?.verbatim.trimmingPrefix("@").lowercased()
            self = .posted(
                number: number, post, channel,
                sender: sender.flatMap { MattermostDirectory.isName($0) ? $0 : nil })
        default: self = .other(number: number)
        }
    }
}
