import HarkEvents

/// Parses simple XML from devices and scripts into named values: elements, attributes, CDATA, comments, processing
/// instructions, and references that need no declaration (www.w3.org/TR/xml, 2 to 4).
///
/// A document type is refused, so entities are never expanded or resolved.
struct XMLReader {
    /// The text is not XML, or not simple enough for this reader.
    struct Refusal: Error {}

    /// How deeply elements may be nested.
    static let depthLimit = 64

    private struct Element {
        let name: ArraySlice<UInt8>
        var text: [UInt8] = []
        var isLeaf = true
    }

    private var rest: ArraySlice<UInt8>
    private var open: [Element] = []
    private var fields = JSONObject()

    private init(_ text: String) { rest = Array(text.utf8)[...] }

    /// The attributes, and the texts of elements that have one or contain no other elements, by their names without
    /// prefixes. If a name is repeated, the first one counts.
    static func fields(of text: String) throws(Refusal) -> JSONObject {
        var reader = XMLReader(text)
        try reader.readDocument()
        return reader.fields
    }

    private mutating func readDocument() throws(Refusal) {
        var hasRoot = false
        while !rest.isEmpty {
            if takes("<?") {
                _ = try content(upTo: "?>")
            } else if takes("<!--") {
                _ = try content(upTo: "-->")
            } else if takes("<![CDATA[") {
                try append(content(upTo: "]]>"))
            } else if takes("</") {
                try readEndTag()
            } else if takes("<") {
                guard !hasRoot || !open.isEmpty else { throw Refusal() }
                hasRoot = true
                try readStartTag()
            } else {
                let characters = rest.prefix { $0 != UInt8(ascii: "<") }
                rest = rest[characters.endIndex...]
                try append(Self.resolved(characters))
            }
        }
        guard hasRoot, open.isEmpty else { throw Refusal() }
    }

    private mutating func readStartTag() throws(Refusal) {
        guard open.count < Self.depthLimit else { throw Refusal() }
        if !open.isEmpty { open[open.count - 1].isLeaf = false }
        open.append(Element(name: try name()))
        while true {
            let isApart = skipSpace()
            if takes(">") { return }
            if takes("/>") { return close() }
            guard isApart else { throw Refusal() }
            try readAttribute()
        }
    }

    private mutating func readAttribute() throws(Refusal) {
        let name = try name()
        skipSpace()
        guard takes("=") else { throw Refusal() }
        skipSpace()
        let quote = takes("\"") ? "\"" : "'"
        guard quote == "\"" || takes("'") else { throw Refusal() }
        let value = try content(upTo: quote)
        guard !value.contains(UInt8(ascii: "<")) else { throw Refusal() }
        if !name.starts(with: "xmlns".utf8) { note(name, try Self.resolved(value)) }
    }

    private mutating func readEndTag() throws(Refusal) {
        guard try name() == open.last?.name else { throw Refusal() }
        skipSpace()
        guard takes(">") else { throw Refusal() }
        close()
    }

    private mutating func close() {
        let element = open.removeLast()
        let text = element.text.trimming(while: Self.isSpace)
        if element.isLeaf || !text.isEmpty { note(element.name, text) }
    }

    private mutating func note(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        let local = name.split(separator: UInt8(ascii: ":")).last ?? name
        let field = UntrustedText(String(decoding: local, as: UTF8.self)).verbatim
        if fields[field] == nil {
            fields[field] = .string(UntrustedText(String(decoding: value, as: UTF8.self)).verbatim)
        }
    }

    /// Appends to the text of the innermost element; outside of all elements, only white space is allowed.
    private mutating func append(_ text: ArraySlice<UInt8>) throws(Refusal) {
        guard !open.isEmpty || text.allSatisfy(Self.isSpace) else { throw Refusal() }
        if !open.isEmpty { open[open.count - 1].text += text }
    }
}

extension XMLReader {
    private mutating func takes(_ token: String) -> Bool {
        guard rest.starts(with: token.utf8) else { return false }
        rest = rest.dropFirst(token.utf8.count)
        return true
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let count = rest.prefix(while: Self.isSpace).count
        rest = rest.dropFirst(count)
        return count > 0
    }

    private mutating func content(upTo end: String) throws(Refusal) -> ArraySlice<UInt8> {
        guard let range = rest.firstRange(of: Array(end.utf8)) else { throw Refusal() }
        defer { rest = rest[range.upperBound...] }
        return rest[..<range.lowerBound]
    }

    /// A name: everything up to a character that cannot be part of one. It does not begin with a digit, `-` or `.`.
    private mutating func name() throws(Refusal) -> ArraySlice<UInt8> {
        let name = rest.prefix { byte in
            switch byte {
            case 0x30...0x3a, 0x41...0x5a, 0x61...0x7a, 0x80...0xff: true
            default: "_-.".utf8.contains(byte)
            }
        }
        guard let first = name.first, first > 0x3a else { throw Refusal() }
        rest = rest[name.endIndex...]
        return name
    }

    private static func isSpace(_ byte: UInt8) -> Bool { " \t\r\n".utf8.contains(byte) }

    private static func resolved(_ text: ArraySlice<UInt8>) throws(Refusal) -> ArraySlice<UInt8> {
        guard let resolved = text.resolvingXMLReferences else { throw Refusal() }
        return resolved
    }
}
