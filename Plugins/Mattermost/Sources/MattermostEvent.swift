import HarkEvents

/// The events of the WebSocket that the bot handles.
enum MattermostEvent: Sendable, Equatable {
    /// The connection is authenticated.
    case hello(number: Int)
    /// Somebody posted a message; `sender` is their username.
    case posted(number: Int, MattermostPost, MattermostChannel, sender: String?)
    /// Another event.
    case other(number: Int)
    /// The server rejected what the bot sent, with this error.
    case refusal(String)

    /// Parses a message; nil for one to be ignored, such as a reply.
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
