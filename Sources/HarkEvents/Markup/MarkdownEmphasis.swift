/// Removes the signs of emphasis and of struck text: `**bold**`, `_italic_`, `~~gone~~` (spec.commonmark.org, "Emphasis
/// and strong emphasis"; github.github.com/gfm, "Strikethrough").
struct MarkdownEmphasis {
    private var text: [MarkupByte]

    /// The runs of signs that may begin emphasis, by their sign.
    private var openers: [UInt8: [Run]] = [:]

    /// A run of one sign.
    private struct Run {
        let position: Int
        let length: Int
        /// How many of its signs are still shown.
        var rest: Int
        let opens: Bool
        let closes: Bool
    }

    /// The text without these signs.
    static func removed(from text: [MarkupByte]) -> [MarkupByte] {
        var emphasis = MarkdownEmphasis(text: text)
        emphasis.read()
        return emphasis.text
    }

    private init(text: [MarkupByte]) { self.text = text }

    private mutating func read() {
        text.protectAddresses()
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == "*" || byte == "_" || byte == "~" {
                let end = text[index...].firstIndex { $0 != byte } ?? text.count
                take(run(index..<end), byte.byte)
                index = end
            } else {
                // Emphasis ends with its paragraph.
                if byte == "\n", index + 1 < text.count, text[index + 1] == "\n" { openers = [:] }
                index += 1
            }
        }
    }

    private mutating func take(_ run: Run, _ sign: UInt8) {
        var run = run
        if run.closes {
            while run.rest > 0, let opener = openers[sign]?.last, Self.match(opener, run, sign) {
                let count = sign == UInt8(ascii: "~") ? run.rest : min(2, opener.rest, run.rest)
                hide(count, at: opener.position + opener.rest - count)
                hide(count, at: run.position + run.length - run.rest)
                run.rest -= count
                close(opener, count, sign)
            }
        }
        if run.opens, run.rest > 0 { openers[sign, default: []].append(run) }
    }

    private static func match(_ opener: Run, _ closer: Run, _ sign: UInt8) -> Bool {
        if sign == UInt8(ascii: "~") { return opener.rest == closer.rest && closer.rest <= 2 }
        guard opener.closes || closer.opens else { return true }
        return !(opener.length + closer.length).isMultiple(of: 3)
            || opener.length.isMultiple(of: 3) && closer.length.isMultiple(of: 3)
    }

    /// Removes signs of an opener. What other signs began after it cannot end any more.
    private mutating func close(_ opener: Run, _ count: Int, _ sign: UInt8) {
        for other in "*_~".utf8 where other != sign {
            while let last = openers[other]?.last, last.position > opener.position { openers[other]?.removeLast() }
        }
        let last = (openers[sign]?.count ?? 0) - 1
        guard last >= 0 else { return }
        if opener.rest == count { openers[sign]?.removeLast() } else { openers[sign]?[last].rest -= count }
    }

    private mutating func hide(_ count: Int, at position: Int) {
        for index in position..<(position + count) { text[index] = .hidden }
    }

    /// A run with its two sides: it begins emphasis if a word follows, and ends it if a word precedes.
    private func run(_ range: Range<Int>) -> Run {
        let before = text[..<range.lowerBound].last { $0 != .hidden }
        let after = text[range.upperBound...].first { $0 != .hidden }
        let (isAfterSpace, isBeforeSpace) = (before?.isSpace ?? true, after?.isSpace ?? true)
        let (isAfterSign, isBeforeSign) = (before?.isPunctuation ?? false, after?.isPunctuation ?? false)
        let leads = !isBeforeSpace && (!isBeforeSign || isAfterSpace || isAfterSign)
        let trails = !isAfterSpace && (!isAfterSign || isBeforeSpace || isBeforeSign)
        let isUnderscore = text[range.lowerBound] == "_"
        return Run(
            position: range.lowerBound, length: range.count, rest: range.count,
            opens: isUnderscore ? leads && (!trails || isAfterSign) : leads,
            closes: isUnderscore ? trails && (!leads || isBeforeSign) : trails)
    }
}
