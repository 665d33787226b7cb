extension UntrustedText {
    /// What a page shows of a text in HTML: the text without tags, comments, scripts and styles, its character
    /// references resolved. Only the first 65,536 bytes are read, and little more than the first 4,096 that are shown are
    /// kept.
    public var shownHTML: UntrustedText {
        let text = Array(verbatim.utf8.prefix(65_536))
        guard text.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return self }
        var shown: [UInt8] = []
        var index = 0
        while index < text.count, shown.count < Self.longestShownMarkup {
            if let end = Self.endOfHiddenHTML(in: text, at: index) {
                index = end
            } else if text[index] == UInt8(ascii: "<"), let tag = HTMLTag(in: text, at: index) {
                if tag.breaksLine { shown.append(0x20) }
                index = tag.end
            } else if text[index] == UInt8(ascii: "&"), let (bytes, end) = HTMLEntity.character(in: text, at: index) {
                shown += bytes
                index = end
            } else {
                shown.append(text[index])
                index += 1
            }
        }
        return UntrustedText(String(decoding: shown, as: UTF8.self))
    }

    /// The end of a comment, or of an element whose content is not shown, that begins at a position; nil if none does.
    private static func endOfHiddenHTML(in text: [UInt8], at start: Int) -> Int? {
        guard text[start] == UInt8(ascii: "<") else { return nil }
        if text[start...].starts(with: "<!--".utf8) {
            return text[(start + 4)...].firstRange(of: Array("-->".utf8))?.upperBound ?? text.count
        }
        guard let tag = HTMLTag(in: text, at: start), tag.hidesContent, !tag.isClosing else { return nil }
        return text[tag.end...].firstRange(of: Array("</\(tag.name)".utf8))?.lowerBound ?? text.count
    }
}
