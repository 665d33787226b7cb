import Hark

extension Content {
    /// What stands in Slack's `attachments` and `blocks` and in Discord's `embeds`, for payloads that have their words
    /// nowhere else (docs.slack.dev/messaging, docs.discord.com/developers/resources/message); nil when there is none.
    var enclosed: String? {
        let facts = Facts(.object(fields))
        let attached = Self.first(facts.attachments).flatMap { attachment in
            attachment.fallback.text.map { [$0] } ?? Self.words(of: attachment, "pretext", "title", "text")
                ?? Self.first(attachment.blocks).flatMap(Self.words(ofBlock:))
        }
        let slack = (Self.first(facts.blocks).flatMap(Self.words(ofBlock:)) + attached).map(\.withoutSlackMarkup)
        let discord = Self.first(facts.embeds).flatMap { Self.words(of: $0, "title", "description") ?? [] }
        let words = slack + discord
        return words.isEmpty ? nil : words.joined(separator: " ").sanitized(to: 2 * Line.limit)
    }

    /// As many elements of a list as could be seen in one line.
    private static func first(_ list: Facts) -> ArraySlice<Facts> { list.list.prefix(20) }

    /// The texts of these members as one: `title: text`.
    private static func words(of facts: Facts, _ names: String...) -> [UntrustedText]? {
        let texts = names.compactMap { facts[$0].text }
        return texts.isEmpty ? nil : [texts.joined(separator: ": ")]
    }

    /// The texts of a header, section or context (docs.slack.dev/reference/block-kit/blocks).
    private static func words(ofBlock block: Facts) -> [UntrustedText] {
        ([block["text"]] + first(block.fields) + first(block.elements)).compactMap { $0["text"].text }
    }
}
