import Hark

extension Content {
    /// What stands in Slack's `attachments` and `blocks` and in Discord's `embeds`, for payloads that have their words
    /// nowhere else (docs.slack.dev/messaging, docs.discord.com/developers/resources/message); nil when there is none.
    var enclosed: String? {
        let facts = Facts(.object(fields))
        let attached = facts.attachments.list.flatMap { attachment in
            attachment.fallback.text.map { [$0] } ?? Self.words(of: attachment, "pretext", "title", "text")
                ?? attachment.blocks.list.flatMap(Self.words(ofBlock:))
        }
        let slack = (facts.blocks.list.flatMap(Self.words(ofBlock:)) + attached).map(\.withoutSlackMarkup)
        let discord = facts.embeds.list.flatMap { Self.words(of: $0, "title", "description") ?? [] }
        let words = slack + discord
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// The texts of these members as one: `title: text`.
    private static func words(of facts: Facts, _ names: String...) -> [String]? {
        let texts = names.compactMap { facts[$0].text }
        return texts.isEmpty ? nil : [texts.joined(separator: ": ")]
    }

    /// The texts of a header, section or context (docs.slack.dev/reference/block-kit/blocks).
    private static func words(ofBlock block: Facts) -> [String] {
        ([block["text"]] + block.fields.list + block.elements.list).compactMap { $0["text"].text }
    }
}
