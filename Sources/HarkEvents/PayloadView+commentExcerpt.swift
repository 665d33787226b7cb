extension PayloadView {
    /// The beginning of a Markdown comment as its page shows it, without the lines that it quotes first: see
    /// `UntrustedText.markdownExcerpt`.
    public var commentExcerpt: UntrustedText? {
        asText(atMost: UntrustedText.longestReadMarkup)?.markdownExcerpt
    }
}
