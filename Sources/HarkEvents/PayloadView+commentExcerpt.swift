extension PayloadView {
    /// The beginning of a Markdown comment's visible text: without `<!-- … -->`, `<img …>` and `![…](…)`, and without
    /// the lines that it quotes first. Only the first 65,536 bytes are read, which is GitHub's limit.
    public var commentExcerpt: UntrustedText? {
        guard let text = asText else { return nil }
        let shown = Array(text.verbatim.utf8.prefix(65_536)).withoutMarkup
        let lines = shown.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        let own = lines.drop { $0.isBlank || $0.isQuote }
        // A comment that consists only of quotes is shown with them.
        let said = own.isEmpty ? shown : Array(own.joined(separator: [UInt8(ascii: "\n")]))
        return UntrustedText(String(decoding: said, as: UTF8.self))
    }
}

extension ArraySlice<UInt8> {
    private var withoutIndent: ArraySlice<UInt8> { drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// Whether the line is blank.
    fileprivate var isBlank: Bool { withoutIndent.isEmpty }

    /// Whether the line is a block quote (spec.commonmark.org, "Block quotes").
    fileprivate var isQuote: Bool { withoutIndent.first == UInt8(ascii: ">") }

    /// The end of the HTML comment or image at the start of the text, possibly the end of the text; nil if the text
    /// starts with neither.
    fileprivate var markupEnd: Index? {
        if starts(with: "![".utf8) { return imageEnd }
        if starts(with: "<!--".utf8) { return firstRange(of: Array("-->".utf8))?.upperBound ?? endIndex }
        guard prefix(4).map({ $0 | 0x20 }).elementsEqual("<img".utf8), dropFirst(4).first?.isLetter == false else {
            return nil
        }
        return firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? endIndex
    }

    /// The end of a link whose text ends here (spec.commonmark.org, "Links"); nil if there is none. A bracket ends the
    /// search, so that no byte is read for two links.
    fileprivate var linkEnd: Index? {
        guard starts(with: "](".utf8) else { return nil }
        let end = dropFirst(2).firstIndex { byte in
            byte == UInt8(ascii: ")") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\n")
        }
        guard let end, self[end] == UInt8(ascii: ")") else { return nil }
        return end + 1
    }

    /// The end of an image that begins here with `![` (spec.commonmark.org, "Images"); nil if there is none. A bracket
    /// ends the search, so that no byte is read for two images.
    private var imageEnd: Index? {
        let close = dropFirst(2).firstIndex { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }
        guard let close, self[close...].starts(with: "](".utf8) else { return nil }
        var depth = 1
        let end = self[(close + 2)...].firstIndex { byte in
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")") { depth -= 1 }
            return depth == 0 || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\n")
        }
        return depth == 0 ? end.map { $0 + 1 } : nil
    }
}

extension [UInt8] {
    /// The text without HTML comments and images.
    fileprivate var withoutMarkup: [UInt8] {
        var rest = self[...]
        var shown: [UInt8] = []
        while let start = rest.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "!") }) {
            shown += rest[..<start]
            rest = rest[start...]
            guard let end = rest.markupEnd else {
                shown.append(rest[start])
                rest = rest[(start + 1)...]
                continue
            }
            rest = rest[end...]
            // A link around nothing but an image, such as a badge, is removed with the image.
            if shown.last == UInt8(ascii: "["), let end = rest.linkEnd {
                shown.removeLast()
                rest = rest[end...]
            }
        }
        return shown + rest
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x61...0x7a).contains(self | 0x20) }
}
