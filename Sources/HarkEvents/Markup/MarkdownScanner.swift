/// Reads a text in Markdown with HTML for the first time: code and escaped characters become literal, tags and what a
/// page hides are left out. What is Markdown alone is left to `MarkdownBlocks` and `MarkdownSpans`.
struct MarkdownScanner {
    private let text: [UInt8]
    private let budget: Int
    private var index = 0
    private var output: [MarkupByte] = []

    private var isQuoted = false

    /// How much of the output is not quoted.
    private var ownCount = 0

    /// How many elements with hidden details contain the current position.
    private var hiddenDetails = 0
    private var isInSummary = false

    /// The ends that no longer occur in the text.
    private var unended: Set<String> = []

    /// Up to where no end of a code span was found, by the number of backticks.
    private var codeSearches: [Int: Int] = [:]

    /// The beginning of the text with its literal parts marked, and the rest of it, which is not read.
    /// - Parameter budget: how much is kept besides quotes, in bytes; the last word may exceed it.
    static func scan(_ text: [UInt8], budget: Int) -> (scanned: [MarkupByte], rest: ArraySlice<UInt8>) {
        var scanner = MarkdownScanner(text, budget: budget)
        scanner.scan()
        return (scanner.output, text[scanner.index...])
    }

    private init(_ text: [UInt8], budget: Int) {
        self.text = text
        self.budget = budget
    }

    private mutating func scan() {
        while index < text.count {
            if isAtLineStart {
                isQuoted = text[index...].first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ">")
                if takeFence() { continue }
            }
            if ownCount > budget, text[index] <= 0x20 { return }
            switch text[index] {
            case UInt8(ascii: "\\"): takeEscape()
            case UInt8(ascii: "`"): takeCode()
            case UInt8(ascii: "<"): takeAngle()
            case UInt8(ascii: "&"): takeEntity()
            case UInt8(ascii: ":"): takeEmoji()
            default:
                put(MarkupByte(text[index]))
                index += 1
            }
        }
    }

    private var isAtLineStart: Bool { index == 0 || text[index - 1].isLineBreak }

    private var isHidden: Bool { hiddenDetails > 1 || hiddenDetails == 1 && !isInSummary }

    private mutating func put(_ byte: MarkupByte) {
        if isHidden { return }
        output.append(byte)
        if !isQuoted { ownCount += 1 }
    }

    private mutating func put(_ bytes: [MarkupByte]) {
        if isHidden { return }
        output += bytes
        if !isQuoted { ownCount += bytes.count }
    }

    /// An escaped sign is literal; an escaped line break is one.
    private mutating func takeEscape() {
        let next = index + 1 < text.count ? text[index + 1] : 0
        if next.isPunctuation {
            put(MarkupByte(next, isLiteral: true))
            index += 2
        } else {
            if !next.isLineBreak { put(MarkupByte(text[index])) }
            index += 1
        }
    }

    private mutating func takeEntity() {
        guard let (bytes, end) = HTMLEntity.character(in: text, at: index) else {
            put(MarkupByte(text[index]))
            index += 1
            return
        }
        put(bytes.asLiteral)
        index = end
    }

    private mutating func takeEmoji() {
        // Between names of code: `std::mutex`.
        if index + 1 < text.count, text[index + 1] == UInt8(ascii: ":") {
            put(text[index...(index + 1)].asLiteral)
            index += 2
            return
        }
        guard let (emoji, end) = EmojiName.emoji(in: text, at: index) else {
            put(MarkupByte(text[index]))
            index += 1
            return
        }
        put(emoji.utf8.asLiteral)
        index = end
    }

    /// A code span: it ends with as many backticks, in the same paragraph.
    private mutating func takeCode() {
        let start = text[index...].firstIndex { $0 != UInt8(ascii: "`") } ?? text.count
        let count = start - index
        guard let end = codeEnd(from: start, count) else {
            put(text[index..<start].asLiteral)
            index = start
            return
        }
        put(text[start..<end].map { $0.isLineBreak ? 0x20 : $0 }.asLiteral)
        index = end + count
    }

    private mutating func codeEnd(from start: Int, _ count: Int) -> Int? {
        if let end = codeSearches[count], start < end { return nil }
        var position = start
        while position < text.count {
            if text[position] == UInt8(ascii: "`") {
                let end = text[position...].firstIndex { $0 != UInt8(ascii: "`") } ?? text.count
                if end - position == count { return position }
                position = end
            } else if text[position] == UInt8(ascii: "\n"),
                text[(position + 1)...].prefix(2).drop(while: { $0 == 0x0d }).first == 0x0a
            {
                break
            } else {
                position += 1
            }
        }
        codeSearches[count] = position
        return nil
    }

    /// A code block between fences; its content is literal. Returns false if no fence begins in this line.
    private mutating func takeFence() -> Bool {
        guard let fence = Fence(text[index...]) else { return false }
        var line = text[fence.end...].firstIndex(where: \.isLineBreak) ?? text.count
        while line < text.count {
            put(MarkupByte(0x0a))
            let start = line + 1
            line = text[start...].firstIndex(where: \.isLineBreak) ?? text.count
            if let other = Fence(text[start..<line]), fence.isEnded(by: other), text[other.end..<line].isBlank { break }
            put(text[start..<line].asLiteral)
        }
        index = line
        return true
    }
}

// HTML.
extension MarkdownScanner {
    private mutating func takeAngle() {
        let rest = text[index...]
        if rest.starts(with: "<!--".utf8) { return skip(through: "-->", from: index + 2, isCutOff: true) }
        if rest.starts(with: "<![CDATA[".utf8) { return skip(through: "]]>", from: index, isCutOff: false) }
        if rest.starts(with: "<?".utf8) { return skip(through: "?>", from: index, isCutOff: false) }
        if rest.starts(with: "<!".utf8), rest.dropFirst(2).first?.isLetter == true {
            return skip(through: ">", from: index, isCutOff: false)
        }
        if let tag = HTMLTag(in: text, at: index) { return take(tag) }
        if let end = linkEnd {
            put(text[(index + 1)..<end].asLiteral)
            index = end + 1
        } else {
            put(MarkupByte(text[index]))
            index += 1
        }
    }

    /// Leaves out what ends with `end`. If nothing does, it is the rest of the text, or a `<` that is shown.
    private mutating func skip(through end: String, from start: Int, isCutOff: Bool) {
        if !unended.contains(end), let range = text[start...].firstRange(of: Array(end.utf8)) {
            index = range.upperBound
        } else if isCutOff {
            index = text.count
        } else {
            unended.insert(end)
            put(MarkupByte(text[index]))
            index += 1
        }
    }

    private mutating func take(_ tag: HTMLTag) {
        let start = index
        if tag.breaksLine { put(MarkupByte(0x20, isLiteral: true)) }
        index = tag.end
        switch tag.name {
        case "details" where tag.isClosing: hiddenDetails = max(0, hiddenDetails - 1)
        case "details": hiddenDetails += tag.isOpen ? 0 : 1
        case "summary": isInSummary = !tag.isClosing
        default:
            guard tag.hidesContent, !tag.isClosing else { return }
            if !unended.contains(tag.name), let end = tag.contentEnd(in: text) {
                index = end
            } else {
                // Without an end it is a word about the tag.
                unended.insert(tag.name)
                put(text[start..<tag.end].asLiteral)
            }
        }
    }

    /// The position of the `>` of a link such as `<https://example.org>` that begins here; nil if none does.
    private var linkEnd: Int? {
        let end = text[(index + 1)...].prefix(2048).firstIndex { byte in
            byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") || byte <= 0x20
        }
        guard let end, text[end] == UInt8(ascii: ">") else { return nil }
        let address = text[(index + 1)..<end]
        let isLink =
            address.first?.isLetter == true
            && (address.contains(UInt8(ascii: ":")) || address.contains(UInt8(ascii: "@")))
        return isLink ? end : nil
    }
}

/// The line that begins or ends a code block (spec.commonmark.org, "Fenced code blocks").
private struct Fence {
    private let sign: UInt8
    private let count: Int

    /// The position behind the fence.
    let end: Int

    /// The fence at the start of a line, possibly in a quote or a list; nil if there is none.
    init?(_ line: ArraySlice<UInt8>) {
        let signs = line.prefix(40).drop { " \t>-*+".utf8.contains($0) }
        guard let sign = signs.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else { return nil }
        let start = signs.startIndex
        end = line[start...].firstIndex { $0 != sign } ?? line.endIndex
        count = end - start
        self.sign = sign
        guard count >= 3 else { return nil }
        let info = line[end...].prefix { !$0.isLineBreak }
        guard sign == UInt8(ascii: "~") || !info.contains(sign) else { return nil }
    }

    func isEnded(by other: Fence) -> Bool { other.sign == sign && other.count >= count }
}

extension UInt8 {
    fileprivate var isLineBreak: Bool { self == 0x0a || self == 0x0d }
}

extension ArraySlice<UInt8> {
    fileprivate var isBlank: Bool { allSatisfy { $0 <= 0x20 } }
}
