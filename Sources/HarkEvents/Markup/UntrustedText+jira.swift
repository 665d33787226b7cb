extension UntrustedText {
    /// What a page shows of a text in Jira's wiki markup: the text without macros, emphasis, targets of links, images and
    /// the signs of headings, lists and tables (jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all). Mentions
    /// are shown as `namingAccounts` does. Only the first 65,536 bytes are read, and the first 4,096 that are shown are kept.
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

/// Removes the signs of emphasis in Jira's wiki markup: `*bold*`, `_italic_`, `-gone-`, `+new+`, `^up^`, `~down~`,
/// `??quoted??`.
private struct JiraEmphasis {
    private var text: [MarkupByte]

    /// The text without these signs.
    static func removed(from text: [MarkupByte]) -> [MarkupByte] {
        var emphasis = JiraEmphasis(text: text)
        emphasis.read()
        return emphasis.text
    }

    /// A sign begins emphasis at the start of a word and ends it at the end of one, in the same line.
    private mutating func read() {
        var openers: [UInt8: Int] = [:]
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == "\n" { openers = [:] }
            let isQuestion = byte == "?" && index + 1 < text.count && text[index + 1] == "?"
            let length = isQuestion ? 2 : 1
            guard !byte.isLiteral, isQuestion || "*_-+^~".utf8.contains(byte.byte) else {
                index += 1
                continue
            }
            let (before, after) = (neighbour(before: index), neighbour(after: index + length))
            if let opener = openers[byte.byte], index > opener + length, let before, !before.isSpace, isBoundary(after)
            {
                for position in 0..<length {
                    text[opener + position] = .hidden
                    text[index + position] = .hidden
                }
                openers[byte.byte] = nil
            } else if isBoundary(before), let after, !after.isSpace, after.byte != byte.byte {
                openers[byte.byte] = index
            }
            index += length
        }
    }

    private func isBoundary(_ byte: MarkupByte?) -> Bool { byte.map { $0.isSpace || $0.isPunctuation } ?? true }

    private func neighbour(before index: Int) -> MarkupByte? { text[..<index].last { $0 != .hidden } }

    private func neighbour(after index: Int) -> MarkupByte? { text[index...].first { $0 != .hidden } }
}
