extension UntrustedText {
    /// What a page shows of a text in Jira's wiki markup: the text without macros, emphasis, targets of links, images
    /// and the signs of headings, lists and tables (jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all).
    /// Mentions are shown as `namingAccounts` does. Only the first 65,536 bytes are read, and the first 4,096 that are
    /// shown are kept.
    /// - Parameter name: returns the name of the account with an id; nil if it is not known.
    public func shownJiraMarkup(naming name: (UntrustedText) -> UntrustedText?) -> UntrustedText {
        let start = UntrustedText(String(decoding: verbatim.utf8.prefix(65_536), as: UTF8.self))
        let scanned = JiraScanner.scan(Array(start.namingAccounts(name).verbatim.utf8))
        let lines = scanned.markupLines.compactMap(\.withoutJiraSigns)
        let shown = JiraEmphasis.removed(from: Array(lines.joined(separator: [MarkupByte(0x0a)])))
        return UntrustedText(String(decoding: shown.shown, as: UTF8.self))
    }
}

extension ArraySlice<MarkupByte> {
    /// A line without the signs of a heading, a quote, a list or a table; nil for a rule, which is not shown.
    fileprivate var withoutJiraSigns: ArraySlice<MarkupByte>? {
        let text = withoutIndent
        guard let first = text.first, !first.isLiteral else { return self }
        if text.trimmed.count >= 4, text.trimmed.allSatisfy({ $0 == "-" }) { return nil }
        if first == "|" { return text.jiraRow }
        let word = text.prefix { !$0.isSpace }
        guard word.endIndex < text.endIndex else { return text }
        let rest = text[word.endIndex...].withoutIndent
        let name = String(decoding: word.prefix(4).map(\.byte), as: UTF8.self)
        if ["h1.", "h2.", "h3.", "h4.", "h5.", "h6.", "bq."].contains(name) { return rest }
        // A list's item has as many signs as it is deep.
        let isItem = word.allSatisfy { $0 == "*" || $0 == "#" } || word.count == 1 && first == "-"
        return isItem ? "• ".utf8.asLiteral + rest : text
    }

    /// A row of a table, `||Name||Status||` or `|kettle|ready|`, with commas between its cells.
    private var jiraRow: ArraySlice<MarkupByte> {
        let cells = split { $0 == "|" }.map(\.trimmed).filter { !$0.isBlank }
        return ArraySlice(cells.joined(separator: ", ".utf8.asLiteral)) + [
            MarkupByte(UInt8(ascii: ";"), isLiteral: true)
        ]
    }
}
