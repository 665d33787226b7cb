import HarkEvents

/// A person's message in an event.
struct MatrixMessage: Sendable, Hashable {
    /// The text, without the quotation of the answered message.
    let text: String
    /// The message that starts its thread.
    let thread: MessageID?
    /// Whom it mentions.
    let mentions: [String]

    /// Reads the message; nil for edits (which repeat an earlier command), notices (which bots send), pictures, and
    /// redacted messages.
    init?(_ event: MatrixEvent) {
        let (content, relation) = (event.content, event.content["m.relates_to"])
        guard event.type == "m.room.message", event.stateKey == nil, content.msgtype.asText?.verbatim == "m.text",
            let body = content.body.asText?.verbatim, !content["m.new_content"].exists
        else { return nil }
        switch relation.rel_type.asText?.verbatim {
        case "m.replace": return nil
        case "m.thread": thread = relation.event_id.asText.map { MessageID($0.verbatim) }
        default: thread = nil
        }
        text = relation["m.in_reply_to"].exists ? Self.withoutQuotation(body) : body
        mentions = content["m.mentions"].user_ids.asList.prefix(100).compactMap { $0.asText?.verbatim }
    }

    /// A reply without the leading quotation of older clients (spec.matrix.org before version 1.13).
    static func withoutQuotation(_ body: String) -> String {
        guard body.utf8.starts(with: "> ".utf8) else { return body }
        var lines = body.split(separator: "\n", omittingEmptySubsequences: false)[...]
        lines = lines.drop { $0.utf8.first == UInt8(ascii: ">") }
        if lines.first?.isEmpty == true { lines = lines.dropFirst() }
        return lines.joined(separator: "\n")
    }
}
