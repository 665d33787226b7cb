/// The lines of a text in Markdown as a page shows them: without definitions, rules, fences and the signs of headings
/// and lists (spec.commonmark.org, "Leaf blocks" and "Container blocks"; github.github.com/gfm, "Tables").
struct MarkdownBlocks {
    /// The lines that are shown.
    private(set) var lines: [ArraySlice<MarkupByte>] = []

    /// The labels that links may name, and those of footnotes with their `^`, in lower case.
    private(set) var labels: Set<[UInt8]> = []

    private let source: [ArraySlice<MarkupByte>]
    private let dialect: MarkdownDialect

    /// Reads the lines of a scanned text.
    /// - Parameters:
    ///   - text: what is shown.
    ///   - rest: what follows, and may only define what links in the text name.
    init(_ text: [MarkupByte], rest: ArraySlice<UInt8> = [], in dialect: MarkdownDialect) {
        self.dialect = dialect
        source = MarkdownSections.shown(text.markupLines, in: dialect, isCutOff: !rest.isEmpty)
        for line in rest.split(separator: 0x0a) where line.first == UInt8(ascii: "[") {
            if let (label, _) = ArraySlice(line.map { MarkupByte($0) }).definition { labels.insert(label) }
        }
        var index = 0
        var isInParagraph = false
        var isInNote = false
        while index < source.count {
            let line = source[index]
            if !isInParagraph, let end = definitionEnd(at: index) {
                index = end
                continue
            }
            if let end = tableEnd(at: index) {
                addTable(index..<end)
                isInParagraph = false
                index = end
                continue
            }
            let shown = shown(line, &isInNote)
            isInParagraph = !line.isBlank && shown != nil && line.withoutIndent.first.map { $0 == "#" } != true
            if let shown { lines.append(shown) }
            index += 1
        }
    }

    /// A line without the signs of its block; nil for a line that is not shown.
    private func shown(_ line: ArraySlice<MarkupByte>, _ isInNote: inout Bool) -> ArraySlice<MarkupByte>? {
        let text = line.withoutIndent
        guard let first = text.first, !first.isLiteral else { return line }
        if text.isRule || text.isUnderline || dialect == .gitLab && text.isTableOfContents { return nil }
        guard first == ">" else {
            isInNote = false
            return text.withoutBlockSigns
        }
        let inner = text.dropFirst().withoutIndent
        if let note = inner.noteTitle {
            isInNote = true
            return note
        }
        if isInNote { return inner.withoutBlockSigns }
        return [MarkupByte(UInt8(ascii: ">")), MarkupByte(0x20)] + inner.withoutBlockSigns
    }

    // MARK: Definitions

    /// The index of the line after a definition that begins at a line; nil if none does.
    private mutating func definitionEnd(at index: Int) -> Int? {
        let line = source[index]
        let text = line.withoutIndent
        guard line.count - text.count < 4, let (label, rest) = text.definition else { return nil }
        if label.first == UInt8(ascii: "^") {
            labels.insert(label)
            return index + 1
        }
        var next = index + 1
        var target = rest.trimmed
        if target.isEmpty {
            guard next < source.count, !source[next].isBlank else { return nil }
            target = source[next].trimmed
            next += 1
        }
        let title = target.drop { !$0.isSpace }.trimmed
        guard title.isEmpty || title.isTitle else { return nil }
        if title.isEmpty, next < source.count, source[next].trimmed.isTitle { next += 1 }
        labels.insert(label)
        return next
    }

    // MARK: Tables

    /// The index of the line after a table that begins at a line; nil if none does.
    private func tableEnd(at index: Int) -> Int? {
        guard index + 1 < source.count, let columns = source[index + 1].delimiterCount,
            source[index].cells.count == columns, source[index].contains(where: { $0 == "|" }) || columns == 1
        else { return nil }
        return source[(index + 2)...].firstIndex { $0.isBlank || !$0.contains { $0 == "|" } } ?? source.count
    }

    /// A table becomes a line for each row: the cells are separated by commas, the rows by semicolons.
    private mutating func addTable(_ rows: Range<Int>) {
        let texts = rows.filter { $0 != rows.lowerBound + 1 }
            .map { source[$0].cells.map(\.trimmed).filter { !$0.isBlank }.joined(separator: ", ".utf8.asLiteral) }
            .map { ArraySlice($0) }.filter { !$0.isEmpty }
        for (number, text) in texts.enumerated() {
            lines.append(number < texts.count - 1 ? text + [MarkupByte(UInt8(ascii: ";"), isLiteral: true)] : text)
        }
        // What follows is a paragraph of its own.
        lines.append([])
    }
}

extension ArraySlice<MarkupByte> {
    /// Whether it is a line between parts of a text: `---`, `* * *`.
    fileprivate var isRule: Bool {
        guard let first, first == "-" || first == "*" || first == "_" else { return false }
        return allSatisfy { $0.sign == first.byte || $0.isSpace } && lazy.filter { !$0.isSpace }.count >= 3
    }

    /// Whether it is the line below a heading: `===`, `--`.
    fileprivate var isUnderline: Bool {
        let text = trimmed
        return text.count >= 2 && (text.allSatisfy { $0 == "=" } || text.allSatisfy { $0 == "-" })
    }

    /// Whether a table of contents takes its place on GitLab.
    fileprivate var isTableOfContents: Bool {
        let text = trimmed
        guard text.count <= 9, text.first.map({ $0 == "[" }) == true else { return false }
        return ["[[_TOC_]]", "[[TOC]]", "[TOC]"].contains(String(decoding: text.map(\.byte), as: UTF8.self))
    }

    /// Without the signs of a heading or a list.
    fileprivate var withoutBlockSigns: ArraySlice<MarkupByte> {
        let hashes = prefix { $0 == "#" }
        if (1...6).contains(hashes.count), self[hashes.endIndex...].first?.isSpace ?? true {
            let title = self[hashes.endIndex...].trimmed
            let end = title.lastIndex { !($0 == "#") } ?? title.startIndex
            // Closing hashes need a space before them.
            let isClosed = end + 1 < title.endIndex && !title.isEmpty && title[end].isSpace
            return isClosed ? title[...end].trimmed : title
        }
        guard isItem else { return self }
        // A list may begin within the item of another; what is nested deeper shows no signs.
        var item = self
        for _ in 0..<8 where item.isItem { item = item.dropFirst().withoutIndent }
        let sign =
            switch String(decoding: item.prefix(4).map(\.byte), as: UTF8.self) {
            case "[ ] ": "☐ "
            case "[x] ", "[X] ": "☑ "
            default: "• "
            }
        return sign.utf8.asLiteral + (sign == "• " ? item : item.dropFirst(4))
    }

    /// Whether it is the item of a list without numbers.
    private var isItem: Bool {
        guard let first, first == "-" || first == "*" || first == "+" else { return false }
        return dropFirst().first?.isSpace ?? true
    }

    /// What GitHub writes above a note, `[!WARNING]`: `Warning:`. Nil for another line.
    fileprivate var noteTitle: ArraySlice<MarkupByte>? {
        let titles = [
            "NOTE": "Note:", "TIP": "Tip:", "IMPORTANT": "Important:", "WARNING": "Warning:", "CAUTION": "Caution:",
        ]
        let text = trimmed
        guard text.count < 16, text.first.map({ $0 == "[" }) == true, text.dropFirst().first.map({ $0 == "!" }) == true
        else { return nil }
        let word = String(decoding: text.dropFirst(2).dropLast().map(\.byte), as: UTF8.self)
        return titles[word].map { ArraySlice($0.utf8.asLiteral) }
    }

    /// The label of a definition, in lower case, and what follows it: `[label]: …`. Nil for another line.
    fileprivate var definition: (label: [UInt8], rest: ArraySlice<MarkupByte>)? {
        guard let first, first == "[" else { return nil }
        let close = dropFirst().prefix(1000).firstIndex { $0 == "[" || $0 == "]" }
        guard let close, self[close] == "]", self[(close + 1)...].first.map({ $0 == ":" }) == true else { return nil }
        let label = self[(startIndex + 1)..<close].label
        return label.isEmpty ? nil : (label, self[(close + 2)...])
    }

    /// Whether it is the title of a link: in quotation marks or parentheses.
    fileprivate var isTitle: Bool {
        guard count >= 2, let first, let last else { return false }
        return first == "\"" && last == "\"" || first == "'" && last == "'" || first == "(" && last == ")"
    }

    /// The cells of a row of a table.
    fileprivate var cells: [ArraySlice<MarkupByte>] {
        var row = trimmed
        if row.first.map({ $0 == "|" }) == true { row = row.dropFirst() }
        if row.last.map({ $0 == "|" }) == true { row = row.dropLast() }
        return row.split(omittingEmptySubsequences: false) { $0 == "|" }
    }

    /// How many columns the line below a table's head has, `| :-- | --: |`; nil for another line.
    fileprivate var delimiterCount: Int? {
        guard contains(where: { $0 == "-" }), contains(where: { $0 == "|" || $0 == ":" }) else { return nil }
        guard allSatisfy({ $0 == "-" || $0 == ":" || $0 == "|" || $0.isSpace }) else { return nil }
        let cells = cells.map(\.trimmed)
        return cells.allSatisfy { $0.contains { $0 == "-" } } ? cells.count : nil
    }
}

extension MarkupByte {
    /// The byte, if it may be markup.
    fileprivate var sign: UInt8? { isLiteral ? nil : byte }
}

extension Collection<MarkupByte> {
    /// The label of a link as it is compared: in lower case, with single spaces.
    var label: [UInt8] {
        let words = split { $0.isSpace }
        let lowered = words.map { $0.map { (0x41...0x5a).contains($0.byte) ? $0.byte | 0x20 : $0.byte } }
        return Array(lowered.joined(separator: [0x20]))
    }
}
