import HarkEvents

/// A message as an adaptive card, for flows and for responses to outgoing webhooks (adaptivecards.io/explorer).
enum TeamsCard {
    /// Longest activity, in bytes; Teams silently drops one of more than about 28 KB.
    static let limit = 28_000

    /// The highest version that flows support.
    private static let version: JSONValue = "1.4"

    /// The activity that posts a message, with the text cut to stay within the limit.
    static func activity(of message: OutgoingMessage) -> JSONValue {
        var textLimit = limit - 1_000
        while true {
            let text = message.text.rendered(within: .bytes(textLimit), TeamsText.rendered)
            let activity = activity(text, message)
            let count = activity.serialized().utf8.count
            if count <= limit { return activity }
            // JSON escapes make quotation marks and backslashes longer than in the text, at most three times.
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
    /// The background colour of a text; nil for `info`.
    fileprivate var containerStyle: String? {
        switch self {
        case .success: "good"
        case .info: nil
        case .warning: "warning"
        case .error, .critical: "attention"
        }
    }
}
