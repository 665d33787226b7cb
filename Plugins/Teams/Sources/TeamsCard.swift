import HarkEvents

/// A message as an adaptive card, which flows post and outgoing webhooks answer with (adaptivecards.io/explorer).
enum TeamsCard {
    /// Most bytes of the whole activity; Teams loses a longer one without a word at about 28 KB.
    static let limit = 28_000

    /// The highest version that a flow shows.
    private static let version: JSONValue = "1.4"

    /// The activity that posts a message, cut so that it is within the limit.
    static func activity(of message: OutgoingMessage) -> JSONValue {
        var textLimit = limit - 1_000
        while true {
            let text = message.text.rendered(within: .bytes(textLimit), TeamsText.rendered)
            let activity = activity(text, message)
            let count = activity.serialized().utf8.count
            if count <= limit { return activity }
            // Marks of quotation and backslashes are longer in JSON than in the text, three times at most.
            textLimit = max(1, min(textLimit * limit / count, textLimit - 1))
        }
    }

    private static func activity(_ text: String, _ message: OutgoingMessage) -> JSONValue {
        let block: JSONValue = ["type": "TextBlock", "text": .string(text), "wrap": true]
        let element: JSONValue =
            if let style = message.severity?.containerStyle {
                ["type": "Container", "style": .string(style), "bleed": true, "items": [block]]
            } else {
                block
            }
        var more: JSONObject = ["width": "Full"]
        let mentions = TeamsText.mentions(in: message.text, rendered: text)
        if !mentions.isEmpty { more["entities"] = .array(mentions) }
        let card: JSONValue = [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard",
            "version": version, "body": [element], "msteams": .object(more),
        ]
        let attachment: JSONValue = [
            "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card,
        ]
        return ["type": "message", "attachments": [attachment]]
    }
}

extension Severity {
    /// The colour behind a text; nil for what merely happened.
    fileprivate var containerStyle: String? {
        switch self {
        case .success: "good"
        case .info: nil
        case .warning: "warning"
        case .error, .critical: "attention"
        }
    }
}
