import HarkEvents

/// The content of the bot's events (spec.matrix.org, Client-Server API, “Instant Messaging”).
enum MatrixContent {
    /// Longest content, in bytes of JSON. An event has at most 65,536, including what servers add (“Size limits”).
    static let limit = 48_000

    /// Longest text of an edit for clients without support for edits, in bytes.
    private static let editFallbackLimit = 1000

    /// A message.
    /// - Parameters:
    ///   - message: the message, cut if it is too long.
    ///   - relation: its relation to another event; nil for the room itself.
    static func message(_ message: OutgoingMessage, relation: JSONValue? = nil) -> JSONValue {
        fitted(message) { text in
            var content = Self.content(text)
            content["m.relates_to"] = relation
            return .object(content)
        }
    }

    /// The replacement of an earlier message.
    /// - Parameters:
    ///   - id: the original message.
    ///   - message: the whole new text.
    static func edit(of id: String, to message: OutgoingMessage) -> JSONValue {
        fitted(message) { text in
            let new = Self.content(text)
            let fallback = "* \(MatrixText.plain(text))".clipped(to: editFallbackLimit)
            return [
                "msgtype": new["msgtype"] ?? "m.notice", "body": .string(fallback), "m.mentions": [:],
                "m.new_content": .object(new), "m.relates_to": ["rel_type": "m.replace", "event_id": .string(id)],
            ]
        }
    }

    /// The relation to a thread (“Threading”): it replies to the latest message, for clients without threads.
    static func thread(root: MessageID, latest: MessageID?, replyTo: MessageID?) -> JSONValue {
        [
            "rel_type": "m.thread", "event_id": .string(root.text), "is_falling_back": .bool(replyTo == nil),
            "m.in_reply_to": ["event_id": .string((replyTo ?? latest ?? root).text)],
        ]
    }

    /// The relation to an answered message (“Rich replies”).
    static func reply(to id: MessageID) -> JSONValue { ["m.in_reply_to": ["event_id": .string(id.text)]] }

    /// A reaction (“Event annotations and reactions”).
    static func reaction(_ reaction: Reaction, to id: MessageID) -> JSONValue {
        ["m.relates_to": ["rel_type": "m.annotation", "event_id": .string(id.text), "key": .string(reaction.emoji)]]
    }

    /// A text. It is a notice, which other bots do not answer and which does not notify; only one that mentions
    /// somebody is an ordinary message, so that it notifies. The mentions are always included, even if empty: without
    /// the field, servers search for names in the text.
    private static func content(_ text: ChatText) -> JSONObject {
        let users = MatrixText.mentioned(in: text)
        let plain = MatrixText.plain(text)
        var content: JSONObject = [
            "msgtype": users.isEmpty ? "m.notice" : "m.text", "body": .string(plain.isEmpty ? " " : plain),
            "m.mentions": users.isEmpty ? [:] : ["user_ids": .array(users.map { .string($0) })],
        ]
        if let html = MatrixText.html(text) {
            content["format"] = "org.matrix.custom.html"
            content["formatted_body"] = .string(html)
        }
        return content
    }

    /// A content with as much of the text as fits: escapes in HTML and JSON make it longer.
    private static func fitted(_ message: OutgoingMessage, _ content: (ChatText) -> JSONValue) -> JSONValue {
        let text = message.markedText
        var room = text.plain.utf8.count
        while true {
            let content = content(text.clipped(to: room))
            let excess = content.serialized().utf8.count - limit
            if excess <= 0 || room == 0 { return content }
            // In the worst case, each byte of the text takes 16.
            room = max(0, min(room - max(1, excess / 16), room * 15 / 16))
        }
    }
}
