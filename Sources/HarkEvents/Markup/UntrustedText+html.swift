extension UntrustedText {
    /// What a page shows of a text in HTML: the text without tags, comments, scripts and styles, its character
    /// references resolved. Only the first 65,536 bytes are read, and little more than the first 4,096 that are shown
    /// are kept.
    public var shownHTML: UntrustedText {
        let text = Array(verbatim.utf8.prefix(65_536))
        guard text.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return self }
        var shown: [UInt8] = []
        var index = 0
        while index < text.count, shown.count < Self.longestShownMarkup {
            if text[index...].starts(with: "<!--".utf8) {
                index = text[(index + 4)...].firstRange(of: Array("-->".utf8))?.upperBound ?? text.count
            } else if text[index] == UInt8(ascii: "<"), let tag = HTMLTag(in: text, at: index) {
                if tag.breaksLine { shown.append(0x20) }
                index = tag.hidesContent && !tag.isClosing ? tag.contentEnd(in: text) ?? text.count : tag.end
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
}
