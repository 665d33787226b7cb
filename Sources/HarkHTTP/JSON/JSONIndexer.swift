/// Parses one JSON text into a flat index: a node for each value and each name, in the order of the text. Nothing is
/// copied or decoded.
struct JSONIndexer {
    /// The kind of a node.
    enum Kind: UInt8 {
        case null, yes, no
        /// A number without fraction and exponent; any other number.
        case integer, number
        /// A string of unescaped ASCII; one with other characters; one with escapes.
        case ascii, text, escaped
        case array, object
    }

    /// A value or a name, in 16 bytes.
    struct Node {
        /// Its start in the text; for a string, after the quotation mark.
        var start: UInt32
        /// Its end; for a string, before the quotation mark.
        var end: UInt32
        /// The node after it and everything inside it.
        var next: UInt32
        var kind: Kind

        /// Its bytes in the text.
        var range: Range<Int> { Int(start)..<Int(end) }
    }

    private let text: [UInt8]
    private(set) var nodes: [Node] = []
    private var position = 0
    /// The number of values so far.
    private var count = 0

    /// Indexes a text.
    /// - Throws: `JSONSyntaxError` for anything but one JSON value in UTF-8.
    init(_ text: [UInt8]) throws(JSONSyntaxError) {
        self.text = text
        // Payloads have about one node for every ten bytes.
        nodes.reserveCapacity(min(text.count / 10 + 8, 4096))
        do throws(JSONSyntaxError) { try read() } catch {
            // Invalid UTF-8 is reported instead of a syntax error that it caused.
            throw JSONSyntaxError(notUTF8: text) ?? error
        }
    }

    private mutating func read() throws(JSONSyntaxError) {
        if text.starts(with: JSONValue.byteOrderMark) { position = JSONValue.byteOrderMark.count }
        try value(depth: 0)
        skipSpace()
        guard position == text.count else { throw fault("nothing may follow the value.") }
    }

    /// The byte at the position; 0, which is never valid JSON, at the end.
    private var byte: UInt8 { position < text.count ? text[position] : 0 }

    /// Parses a value inside `depth` arrays and objects.
    private mutating func value(depth: Int) throws(JSONSyntaxError) {
        count += 1
        guard count <= JSONValue.countLimit else {
            throw fault("there may be \(JSONValue.countLimit) values at most.")
        }
        skipSpace()
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: throw fault("a value is expected here.")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) {
        let node = try open(.object, depth: depth)
        defer { close(node) }
        if takes(UInt8(ascii: "}")) { return }
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw fault("a name in quotation marks is expected here.") }
            try string()
            guard takes(UInt8(ascii: ":")) else { throw fault("a colon is expected after a name.") }
            try value(depth: depth)
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "}")) else { throw fault("a comma or “}” is expected after a value.") }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) {
        let node = try open(.array, depth: depth)
        defer { close(node) }
        if takes(UInt8(ascii: "]")) { return }
        repeat { try value(depth: depth) } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "]")) else { throw fault("a comma or “]” is expected after a value.") }
    }

    private mutating func open(_ kind: Kind, depth: Int) throws(JSONSyntaxError) -> Int {
        guard depth <= JSONValue.depthLimit else {
            throw fault("arrays and objects may be nested \(JSONValue.depthLimit) deep.")
        }
        add(kind, position, position)
        position += 1
        return nodes.count - 1
    }

    private mutating func close(_ node: Int) {
        nodes[node].end = UInt32(position)
        nodes[node].next = UInt32(nodes.count)
    }

    private mutating func add(_ kind: Kind, _ start: Int, _ end: Int) {
        nodes.append(
            Node(start: UInt32(start), end: UInt32(end), next: UInt32(nodes.count + 1), kind: kind))
    }

    private mutating func word(_ word: String, _ kind: Kind) throws(JSONSyntaxError) {
        guard text[position...].starts(with: word.utf8) else { throw fault("a value is expected here.") }
        add(kind, position, position + word.utf8.count)
        position += word.utf8.count
    }

    // Called around every token, mostly for nothing.
    @inline(__always)
    private mutating func skipSpace() {
        while byte.isWhiteSpace { position += 1 }
    }

    /// Skips white space, then the given byte if it is there.
    private mutating func takes(_ expected: UInt8) -> Bool {
        skipSpace()
        guard byte == expected else { return false }
        position += 1
        return true
    }

    /// An error at the position.
    private func fault(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(reason, at: position, in: text) }
}

// Strings (RFC 8259, 7).
extension JSONIndexer {
    /// Parses a string; the position is at its opening quotation mark.
    private mutating func string() throws(JSONSyntaxError) {
        let start = position + 1
        position = start
        var isASCII = true
        var isEscaped = false
        while true {
            let plain = plainBytes(from: position)
            position = plain.end
            isASCII = isASCII && plain.isASCII
            guard position < text.count else { throw fault("the text ends inside a string.") }
            switch text[position] {
            case UInt8(ascii: "\""):
                // All non-ASCII bytes are in strings, so only those have to be checked.
                guard isASCII || isUTF8(start..<position) else { throw fault("these bytes are not UTF-8.") }
                add(isEscaped ? .escaped : isASCII ? .ascii : .text, start, position)
                position += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                position = try endOfEscape()
            default: throw fault("a control character in a string must be escaped.")
            }
        }
    }

    /// Finds the end of the unescaped bytes of a string, and whether they are all ASCII.
    private func plainBytes(from start: Int) -> (end: Int, isASCII: Bool) {
        let text = text.span
        var isASCII = true
        var end = start
        while end + ByteWord.count <= text.count {
            let plain = ByteWord(text, at: end).plain
            isASCII = isASCII && plain.isASCII
            end += plain.count
            guard plain.count == ByteWord.count else { return (end, isASCII) }
        }
        while end < text.count, text[end] >= 0x20, text[end] != UInt8(ascii: "\""), text[end] != UInt8(ascii: "\\") {
            if text[end] >= 0x80 { isASCII = false }
            end += 1
        }
        return (end, isASCII)
    }

    private func isUTF8(_ range: Range<Int>) -> Bool { (try? UTF8Span(validating: text.span.extracting(range))) != nil }

    /// The end of an escape; the position is at its backslash.
    private mutating func endOfEscape() throws(JSONSyntaxError) -> Int {
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return position + 1
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                position += 1
                guard byte.hexadecimalValue != nil else { throw fault("four hexadecimal digits must follow \\u.") }
            }
            return position + 1
        default: throw fault("a backslash must be followed by one of \"\\/bfnrtu.")
        }
    }
}

// Numbers (RFC 8259, 6).
extension JSONIndexer {
    /// The number of digits of the greatest finite `Double`: a shorter number without an exponent cannot overflow.
    private static let safeLength = 300

    /// Parses a number; the position is at its minus sign or first digit.
    private mutating func number() throws(JSONSyntaxError) {
        let start = position
        if byte == UInt8(ascii: "-") { position += 1 }
        let first = position
        try digits()
        if text[first] == UInt8(ascii: "0"), position > first + 1 {
            position = first
            throw fault("a number may not begin with a zero.")
        }
        var kind = Kind.integer
        if byte == UInt8(ascii: ".") {
            kind = .number
            position += 1
            try digits()
        }
        var isLarge = position - start > Self.safeLength
        if byte | 0x20 == UInt8(ascii: "e") {
            kind = .number
            isLarge = true
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        if isLarge {
            let written = String(decoding: text[start..<position], as: UTF8.self)
            guard let number = Double(written), number.isFinite else {
                position = start
                throw fault("this number is too large.")
            }
        }
        add(kind, start, position)
    }

    /// Parses one or more digits.
    private mutating func digits() throws(JSONSyntaxError) {
        guard byte.isDigit else { throw fault("a digit is expected here.") }
        repeat { position += 1 } while byte.isDigit
    }
}
