extension UntrustedText {
    /// What a page shows of a text in Markdown with HTML, as code hosts write it: the text without emphasis, targets of
    /// links, images, tags, comments, hidden details, definitions of links and rules of tables. Only the first 65,536 bytes
    /// are read, which is GitHub's limit of a comment, and little more than the first 4,096 that are shown are kept.
    public var shownMarkdown: UntrustedText { UntrustedText(decoding: markdown) }

    /// The same without the lines that the text quotes first, unless it consists only of quotes.
    public var markdownExcerpt: UntrustedText {
        let shown = markdown
        let lines = shown.markupLines
        let own = lines.drop { $0.isBlank || $0.isQuote }
        return own.isEmpty
            ? UntrustedText(decoding: shown) : UntrustedText(decoding: shown[own[own.startIndex].startIndex...])
    }

    /// A message has room for less, in bytes.
    static let longestShownMarkup = 4096

    private var markdown: [MarkupByte] {
        let text = Array(verbatim.utf8.prefix(65_536))
        guard text.mayBeMarkup else { return text.asLiteral }
        let (scanned, rest) = MarkdownScanner.scan(text)
        let blocks = MarkdownBlocks(scanned, rest: rest)
        let lines = Array(blocks.lines.joined(separator: [MarkupByte(0x0a)]))
        return MarkdownSpans.shown(lines, labels: blocks.labels)
    }

    fileprivate init(decoding bytes: some Sequence<MarkupByte>) {
        self.init(String(decoding: bytes.shown, as: UTF8.self))
    }
}

extension ArraySlice<MarkupByte> {
    /// Whether the line is quoted.
    fileprivate var isQuote: Bool { withoutIndent.first.map { $0 == ">" } ?? false }
}

extension [UInt8] {
    /// Whether there is a sign in it with which markup begins: all but letters, digits and the signs of sentences.
    fileprivate var mayBeMarkup: Bool { contains { $0.isPunctuation && !",.;?/'\"()%$@".utf8.contains($0) } }
}
