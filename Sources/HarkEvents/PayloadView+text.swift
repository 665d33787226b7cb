extension PayloadView {
    /// The beginning of a Markdown comment as its page shows it, without the lines that it quotes first: see
    /// `UntrustedText.markdownExcerpt`.
    public var commentExcerpt: UntrustedText? { commentExcerpt(in: .usual) }

    /// The same of a comment in a dialect.
    public func commentExcerpt(in dialect: MarkdownDialect) -> UntrustedText? {
        asText(atMost: UntrustedText.longestReadMarkup)?.markdownExcerpt(in: dialect)
    }

    /// The name of a person, without the e-mail address that a provider may give instead of one or beside it.
    public var asPersonName: PayloadView { asText.map { PayloadView($0.personName) } ?? self }
}

extension UntrustedText {
    /// The text as the name of a person: without the words that are e-mail addresses, or the part of an address before
    /// its `@` if there is nothing else. A word that only begins with `@` is not an address.
    public var personName: UntrustedText {
        guard contains("@") else { return self }
        let words = replacing("<", with: " ").replacing(">", with: " ").replacing("\t", with: " ")
            .replacing("\n", with: " ").replacing("\r", with: " ").split(separator: " ")
        guard let address = words.first(where: \.isAddress) else { return self }
        let name = words.filter { !$0.isAddress }.joined(separator: " ")
        return name.isVisible ? name : address.localPart
    }

    private var isAddress: Bool {
        guard let local = prefix(upTo: "@") else { return false }
        return local.isVisible && local.byteCount + 1 < byteCount
    }

    private var localPart: UntrustedText {
        (prefix(upTo: "@") ?? self).dropping(prefix: "(").dropping(prefix: "mailto:")
    }
}
