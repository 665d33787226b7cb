/// A tag of HTML in a text (spec.commonmark.org, "Raw HTML").
struct HTMLTag {
    /// Its name, in lower case.
    let name: String

    /// Whether it ends an element.
    let isClosing: Bool

    /// Whether it has an attribute `open`, with which the details of an element are shown.
    let isOpen: Bool

    /// The position behind its `>`.
    let end: Int

    /// The tag that begins at a position with `<`; nil if none does.
    init?(in text: [UInt8], at start: Int) {
        var index = start + 1
        isClosing = index < text.count && text[index] == UInt8(ascii: "/")
        if isClosing { index += 1 }
        guard index < text.count, text[index].isLetter else { return nil }
        let nameEnd = text[index...].firstIndex { !$0.isLetter && !$0.isDigit && $0 != UInt8(ascii: "-") } ?? text.count
        name = String(decoding: text[index..<nameEnd].map { $0.isLetter ? $0 | 0x20 : $0 }, as: UTF8.self)
        guard let (attributes, end) = Self.attributes(in: text, from: nameEnd) else { return nil }
        self.end = end
        isOpen = attributes.contains("open")
    }

    /// Whether a browser breaks the line around the element.
    var breaksLine: Bool { Self.blocks.contains(name) }

    /// Whether a browser shows nothing of what the element contains.
    var hidesContent: Bool { ["script", "style", "template", "title", "noscript", "iframe"].contains(name) }

    /// The position of the tag that ends the element which this one begins, in any case; nil if there is none.
    func contentEnd(in text: [UInt8]) -> Int? {
        let closing = Array("</\(name)".utf8)
        var position = end
        while let start = text[position...].firstIndex(of: UInt8(ascii: "<")) {
            let found = text[start...].prefix(closing.count).lazy.map { $0.isLetter ? $0 | 0x20 : $0 }
            if found.elementsEqual(closing) { return start }
            position = start + 1
        }
        return nil
    }

    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "br", "center", "dd", "details", "div", "dl", "dt", "figure",
        "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ]

    /// The names of attributes, and the position behind the tag; nil if it is not a tag after all. Outside of quotation
    /// marks another `<` ends the search, so that no byte is read for many tags.
    private static func attributes(in text: [UInt8], from start: Int) -> (names: Set<String>, end: Int)? {
        var names: Set<String> = []
        var index = start
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: ">"): return (names, index + 1)
            case UInt8(ascii: "<"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return nil
            case UInt8(ascii: "="):
                let value = text[(index + 1)...].firstIndex { !$0.isSpace } ?? text.count
                guard value < text.count else { return nil }
                if text[value] == UInt8(ascii: "\"") || text[value] == UInt8(ascii: "'") {
                    guard let close = text[(value + 1)...].firstIndex(of: text[value]) else { return nil }
                    index = close + 1
                } else {
                    index = text[value...].firstIndex { $0.isSpace || $0.endsValue } ?? text.count
                }
            case let byte where byte.isSpace || byte == UInt8(ascii: "/"): index += 1
            case let byte:
                // A name without a space before it is no attribute: `<https://…>`, `<a@b>`.
                guard byte.isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":") else { return nil }
                guard index > start, index > 0, text[index - 1].isSpace || text[index - 1].isPunctuation else {
                    return nil
                }
                let end = text[index...].firstIndex { $0.isSpace || $0.endsName } ?? text.count
                if names.count < 20 { names.insert(String(decoding: text[index..<end].prefix(20), as: UTF8.self)) }
                index = end
            }
        }
        return nil
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }

    fileprivate var endsName: Bool { "<>\"'`=/".utf8.contains(self) }

    fileprivate var endsValue: Bool { "<>\"'`=".utf8.contains(self) }
}
