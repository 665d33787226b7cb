import HarkEvents

/// The JSON of a message (docs.discord.com/developers/resources/message#create-message).
enum DiscordBody {
    /// The flag `SUPPRESS_EMBEDS`: no link previews. It would hide the bot's own embeds too.
    private static let noPreviews = 4

    /// A new message.
    /// - Parameter reference: the message in the same channel that it replies to.
    static func create(_ message: OutgoingMessage, reference: String? = nil) -> JSONObject {
        var body = text(of: message)
        body["nonce"] = .string(String(message.key.prefix(25)))
        body["enforce_nonce"] = true
        if let reference {
            body["message_reference"] = ["message_id": .string(reference), "fail_if_not_exists": false]
        }
        return body
    }

    /// The replacement of an earlier message, which removes everything that it contained.
    static func edit(_ message: OutgoingMessage) -> JSONObject { text(of: message) }

    private static func text(of message: OutgoingMessage) -> JSONObject {
        let people = message.text.spans.compactMap { span in
            if case .person(let person) = span, DiscordText.mention(of: person) != nil { person.id } else { nil }
        }
        guard let color = message.severity?.color.flatMap({ Int($0, radix: 16) }) else {
            let content = DiscordText.rendered(message.text, within: DiscordText.longest)
            return [
                "content": .string(content), "embeds": [], "flags": .integer(noPreviews),
                "allowed_mentions": mentions(people.filter { content.contains("<@\($0)>") }),
            ]
        }
        let description = DiscordText.rendered(message.text, within: DiscordText.longestEmbed)
        // Mentions in an embed do not notify people, so mentioned people are repeated before it.
        let mentioned = people.filter { description.contains("<@\($0)>") }.unique.prefix(50)
        return [
            "content": .string(mentioned.map { "<@\($0)>" }.joined(separator: " ")), "flags": 0,
            "embeds": [["description": .string(description), "color": .integer(color)]],
            "allowed_mentions": mentions(Array(mentioned)),
        ]
    }

    /// The people to notify: only these, whatever the text contains. Without this field Discord notifies everyone whom
    /// the text mentions.
    private static func mentions(_ people: [String]) -> JSONValue {
        let people = people.unique.prefix(100).map { JSONValue.string($0) }
        return ["parse": [], "users": .array(people), "replied_user": false]
    }
}

extension [String] {
    /// The elements in order, without repetitions.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
