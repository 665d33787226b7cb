extension UntrustedText {
    /// What a page shows of a text in Markdown with HTML, as code hosts write it: the text without emphasis, targets of
    /// links, images, tags, comments, hidden details, definitions of links and rules of tables. Only the first 65,536
    /// bytes are read, which is GitHub's limit of a comment, and a part that has at least the first 1,024 that are
    /// shown is kept.
    public var shownMarkdown: UntrustedText { UntrustedText(decoding: markdown(in: .usual)) }

    /// The same without the lines that the text quotes first, unless it consists only of quotes.
    public var markdownExcerpt: UntrustedText { markdownExcerpt(in: .usual) }

    /// The same of a text in a dialect.
    public func markdownExcerpt(in dialect: MarkdownDialect) -> UntrustedText {
        let shown = markdown(in: dialect)
        let lines = shown.markupLines
        let own = lines.drop { $0.isBlank || $0.isQuote }
        return own.isEmpty
            ? UntrustedText(decoding: shown) : UntrustedText(decoding: shown[own[own.startIndex].startIndex...])
    }

    /// How much of a text in markup is read, in bytes.
    static let longestReadMarkup = 65_536

    /// A message has room for less, in bytes.
    static let longestShownMarkup = 4096

    /// A message has room for less of what is not quoted, in bytes.
    private static let enoughMarkdown = 1024

    /// Definitions, images and targets of links are known to be hidden only at the end. Where they leave too little,
    /// four times as much is read, so that all rounds together cost little more than the last one.
    private func markdown(in dialect: MarkdownDialect) -> [MarkupByte] {
        let text = Array(verbatim.utf8.prefix(Self.longestReadMarkup))
        guard text.mayBeMarkup else { return text.asLiteral }
        var budget = Self.longestShownMarkup
        while true {
            let (scanned, rest) = MarkdownScanner.scan(text, budget: budget)
            let blocks = MarkdownBlocks(scanned, rest: rest, in: dialect)
            let lines = Array(blocks.lines.joined(separator: [MarkupByte(0x0a)]))
            let shown = MarkdownSpans.shown(lines, labels: blocks.labels, in: dialect)
            if rest.isEmpty || shown.ownCount >= Self.enoughMarkdown { return shown }
            budget *= 4
        }
    }

    fileprivate init(decoding bytes: some Sequence<MarkupByte>) {
        self.init(String(decoding: bytes.shown, as: UTF8.self))
    }
}

extension [MarkupByte] {
    /// How many bytes are shown in lines that are not quoted.
    fileprivate var ownCount: Int {
        markupLines.lazy.filter { !$0.isQuote }.map { $0.lazy.filter { $0 != .hidden && !$0.isSpace }.count }.reduce(
            0, +)
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
