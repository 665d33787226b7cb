import HarkEvents

extension Content {
    /// The texts in Slack's `attachments` and `blocks`, in Discord's `embeds` and in the `sections` of a card for Teams
    /// (docs.slack.dev/messaging, docs.discord.com/developers/resources/message,
    /// learn.microsoft.com/outlook/actionable-messages); nil if there are none.
    /// - Parameter hasText: whether the payload has a text, which Slack's `blocks` repeat.
    func enclosed(besideText hasText: Bool) -> UntrustedText? {
        let payload = PayloadView(.object(summarized))
        let blocks = hasText ? [] : Self.first(payload.blocks).flatMap(Self.words(ofBlock:))
        let slack = (blocks + Self.first(payload.attachments).compactMap(Self.words(ofAttachment:))).map(
            \.withoutSlackMarkup)
        let discord = Self.first(payload.embeds).compactMap { embed -> UntrustedText? in
            Self.words(
                [embed.author.name, embed.title, embed.description].compactMap {
                    $0.filteredText?.withoutDiscordMarkup
                },
                Self.facts(embed.fields).map { ($0.name, $0.value.withoutDiscordMarkup) })
        }
        let teams = Self.first(payload.sections).compactMap { section -> UntrustedText? in
            Self.words(
                [section.activityTitle, section.activitySubtitle, section.text].compactMap {
                    $0.filteredText?.shownMarkdown
                },
                Self.facts(section.facts).map { ($0.name, $0.value.shownMarkdown) })
        }
        let words = slack + discord + teams
        return words.isEmpty
            ? nil : UntrustedText(words.joined(separator: " ").sanitized(to: 2 * EventNotification.limit))
    }

    /// As many elements of a list as fit in one line.
    private static func first(_ list: PayloadView) -> ArraySlice<PayloadView> { list.asList.prefix(20) }

    /// Texts with the facts behind them: `Build 42 failed, Branch: main`; nil if there are none. Facts that a text has
    /// are not repeated.
    private static func words(_ texts: [UntrustedText], _ facts: [(name: UntrustedText?, value: UntrustedText)])
        -> UntrustedText?
    {
        let text = texts.joined(separator: ": ")
        let pairs = facts.filter { !text.mentions($0.value) }.map { fact -> UntrustedText in
            fact.name.map { "\($0): \(fact.value)" } ?? fact.value
        }
        let isSentence = [".", "!", "?", ":"].contains(where: text.hasSuffix)
        let parts = [text, pairs.joined(separator: ", ")].filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: isSentence ? " " : ", ")
    }

    /// Pairs of a title, or a name, and a value. Of one that holds a credential the value is `…`.
    private static func facts(_ list: PayloadView) -> [(name: UntrustedText?, value: UntrustedText)] {
        first(list).compactMap { fact in
            guard let value = fact.value.asText else { return nil }
            let name = fact.title.or(fact.name).asText
            let isCredential = name.map { CredentialFilter.isCredential($0.verbatim, .string(value.verbatim)) } == true
            return (name, isCredential ? "…" : value)
        }
    }

    /// What an attachment of Slack says: its summary for people who do not see it, or else its texts; or the card for
    /// Teams that it holds.
    private static func words(ofAttachment attachment: PayloadView) -> UntrustedText? {
        let texts = [attachment.pretext, attachment.title, attachment.text].compactMap(\.filteredText)
        let words = words(attachment.fallback.asText.map { [$0] } ?? texts, facts(attachment.fields))
        if let words { return words }
        let blocks = first(attachment.blocks).flatMap(Self.words(ofBlock:))
        let inner = blocks.isEmpty ? first(attachment.content.body).compactMap(Self.words(ofCardElement:)) : blocks
        return inner.isEmpty ? nil : inner.joined(separator: " ")
    }

    /// The texts of a header, section or context (docs.slack.dev/reference/block-kit/blocks).
    private static func words(ofBlock block: PayloadView) -> [UntrustedText] {
        ([block.text] + first(block.fields) + first(block.elements)).compactMap { $0.text.filteredText }
    }

    /// The text or the facts of an adaptive card's element (adaptivecards.io/explorer).
    private static func words(ofCardElement element: PayloadView) -> UntrustedText? {
        words([element.text.filteredText].compactMap { $0?.shownMarkdown }, facts(element.facts))
    }
}

extension PayloadView {
    /// The beginning of the text, without credentials in the columns of a table: it is one as long as it has its lines.
    fileprivate var filteredText: UntrustedText? {
        asText.map { UntrustedText($0.verbatim.prefixOfLine).withoutCredentialColumns }
    }
}
