extension PayloadView {
    /// The beginning of a Markdown comment as its page shows it, without the lines that it quotes first: see
    /// `UntrustedText.markdownExcerpt`.
    public var commentExcerpt: UntrustedText? { commentExcerpt(in: .usual) }

    /// The same of a comment in a dialect.
    public func commentExcerpt(in dialect: MarkdownDialect) -> UntrustedText? {
        asText(atMost: UntrustedText.longestReadMarkup)?.markdownExcerpt(in: dialect)
    }
}
