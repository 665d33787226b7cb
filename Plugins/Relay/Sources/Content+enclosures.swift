import HarkEvents

extension Content {
    /// The text in Slack's `attachments` and `blocks` and in Discord's `embeds`, for payloads that have none elsewhere
    /// (docs.slack.dev/messaging, docs.discord.com/developers/resources/message); nil if there is none.
    var enclosed: String? {
        let payload = PayloadView(.object(summarized))
        let attached = Self.first(payload.attachments).flatMap { attachment in
            attachment.fallback.asText.map { [$0] } ?? Self.words(of: attachment, "pretext", "title", "text")
                ?? Self.first(attachment.blocks).flatMap(Self.words(ofBlock:))
        }
        let slack = (Self.first(payload.blocks).flatMap(Self.words(ofBlock:)) + attached).map(\.withoutSlackMarkup)
        let discord = Self.first(payload.embeds).flatMap { Self.words(of: $0, "title", "description") ?? [] }
        let words = slack + discord
        return words.isEmpty ? nil : words.joined(separator: " ").sanitized(to: 2 * EventNotification.limit)
    }

    /// As many elements of a list as fit in one line.
    private static func first(_ list: PayloadView) -> ArraySlice<PayloadView> { list.asList.prefix(20) }

    /// The texts of these members as one: `title: text`.
    private static func words(of payload: PayloadView, _ names: String...) -> [UntrustedText]? {
        let texts = names.compactMap { payload[$0].asText }
        return texts.isEmpty ? nil : [texts.joined(separator: ": ")]
    }

    /// The texts of a header, section or context (docs.slack.dev/reference/block-kit/blocks).
    private static func words(ofBlock block: PayloadView) -> [UntrustedText] {
        ([block.text] + first(block.fields) + first(block.elements)).compactMap { $0.text.asText }
    }
}
