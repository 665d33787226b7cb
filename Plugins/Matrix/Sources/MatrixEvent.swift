import HarkEvents

import struct FoundationEssentials.Date

/// An event of a room (spec.matrix.org, Client-Server API, “Room event format”).
struct MatrixEvent: Sendable {
    let id: String
    let type: String
    let sender: String
    /// The state key; nil for an event that is not a state event.
    let stateKey: String?
    let content: PayloadView
    private let time: Int?
    private let age: Int?

    /// Parses an event; nil if it is invalid.
    init?(_ event: PayloadView) {
        guard let type = event.type.asText?.verbatim, let sender = event.sender.asText?.verbatim else { return nil }
        self.type = type
        self.sender = sender
        id = event.event_id.asText?.verbatim ?? ""
        stateKey = event.state_key.exists ? event.state_key.asText?.verbatim ?? "" : nil
        content = event.content
        time = event.origin_server_ts.asInt
        age = event["unsigned"].age.asInt
    }

    /// Its age, by the server's clock if the event contains it, because clocks differ.
    func age(at now: Date) -> Duration? {
        if let age, age >= 0 { return .milliseconds(age) }
        guard let time, (0...1 << 53).contains(time) else { return nil }
        return .seconds(now.timeIntervalSince1970) - .milliseconds(time)
    }

    /// Whether it is a state event about the whole room.
    var isRoomState: Bool { stateKey == "" }
}

/// A person's message in an event.
struct MatrixUtterance: Sendable, Hashable {
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
