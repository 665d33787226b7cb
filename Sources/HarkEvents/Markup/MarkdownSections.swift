/// Parts of a text between lines of their own: quotes of several lines on GitLab
/// (docs.gitlab.com/user/markdown, "Multiline blockquote"), and collapsed sections on Linear
/// (linear.app/docs/editor, "Collapsible sections"). A line that only begins one is shown as it is.
enum MarkdownSections {
    /// The lines with each line of a quote marked as `>` marks it, and of a collapsed section with its title alone.
    /// - Parameter isCutOff: whether more lines follow, in which a part may end.
    static func shown(
        _ lines: [ArraySlice<MarkupByte>], in dialect: MarkdownDialect, isCutOff: Bool
    ) -> [ArraySlice<MarkupByte>] {
        guard dialect != .usual, lines.contains(where: { $0.isQuoteFence || $0.isSectionStart }) else { return lines }
        let (quoteEnds, sectionEnds) = ends(in: lines, dialect, isCutOff)
        var shown: [ArraySlice<MarkupByte>] = []
        var quoteEnd = -1
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if let end = sectionEnds[index] {
                // The title is a paragraph of its own.
                shown += [line.withoutIndent.dropFirst(3).trimmed, []]
                index = end
            } else if let end = quoteEnds[index] {
                quoteEnd = end
            } else if index < quoteEnd {
                shown.append([MarkupByte(UInt8(ascii: ">")), MarkupByte(0x20)] + line)
            } else if index != quoteEnd {
                shown.append(line)
            }
            index += 1
        }
        return shown
    }

    /// The last line of each quote and of each section, by the index of the first one.
    private static func ends(
        in lines: [ArraySlice<MarkupByte>], _ dialect: MarkdownDialect, _ isCutOff: Bool
    ) -> (quotes: [Int: Int], sections: [Int: Int]) {
        var (quotes, sections): ([Int: Int], [Int: Int]) = ([:], [:])
        var quote: Int?
        var openSections: [Int] = []
        for (index, line) in lines.enumerated() {
            if dialect == .linear, line.isSectionStart {
                openSections.append(index)
            } else if dialect == .linear, line.isSectionEnd {
                if let start = openSections.popLast() { sections[start] = index }
            } else if dialect == .gitLab, line.isQuoteFence {
                if let start = quote { quotes[start] = index }
                quote = quote == nil ? index : nil
            }
        }
        guard isCutOff else { return (quotes, sections) }
        if let quote { quotes[quote] = lines.count }
        for start in openSections { sections[start] = lines.count }
        return (quotes, sections)
    }
}

extension ArraySlice<MarkupByte> {
    /// Whether a quote of several lines begins or ends here: `>>>`.
    fileprivate var isQuoteFence: Bool { trimmed.count == 3 && trimmed.allSatisfy { $0 == ">" } }

    /// Whether a collapsed section begins here: `+++ Title`.
    fileprivate var isSectionStart: Bool {
        let text = withoutIndent
        return text.prefix(3).count == 3 && text.prefix(3).allSatisfy { $0 == "+" }
            && text.dropFirst(3).first?.isSpace == true && !text.dropFirst(3).isBlank
    }

    /// Whether a collapsed section ends here: `+++`.
    fileprivate var isSectionEnd: Bool { trimmed.count == 3 && trimmed.allSatisfy { $0 == "+" } }
}
