/// Reads one JSON text. The text is valid UTF-8.
struct JSONParser {
    let text: [UInt8]
    var position = 0
    /// How many values have begun.
    private var count = 0

    init(_ text: [UInt8]) {
        self.text = text
        if text.starts(with: JSONValue.byteOrderMark) { position = JSONValue.byteOrderMark.count }
    }

    /// The byte at the position; 0, which JSON has no use for, at the end.
    var byte: UInt8 { position < text.count ? text[position] : 0 }

    /// A value with nothing around it but white space.
    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard position == text.count else { throw fault("nothing may follow the value.") }
        return value
    }

    /// A value; `depth` arrays and objects are open around it.
    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        count += 1
        guard count <= JSONValue.countLimit else {
            throw fault("there may be \(JSONValue.countLimit) values at most.")
        }
        skipSpace()
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw fault("a value is expected here.")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONObject {
        try open(depth: depth)
        var members: [JSONObject.Member] = []
        if takes(UInt8(ascii: "}")) { return JSONObject() }
        members.reserveCapacity(4)  // Spares most objects the first two of their reallocations.
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw fault("a name in quotation marks is expected here.") }
            let name = try string()
            guard takes(UInt8(ascii: ":")) else { throw fault("a colon is expected after a name.") }
            members.append(JSONObject.Member(name, try value(depth: depth)))
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "}")) else { throw fault("a comma or “}” is expected after a value.") }
        return JSONObject(members)
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
        try open(depth: depth)
        var elements: [JSONValue] = []
        if takes(UInt8(ascii: "]")) { return elements }
        repeat { elements.append(try value(depth: depth)) } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "]")) else { throw fault("a comma or “]” is expected after a value.") }
        return elements
    }

    private mutating func open(depth: Int) throws(JSONSyntaxError) {
        guard depth <= JSONValue.depthLimit else {
            throw fault("arrays and objects may be nested \(JSONValue.depthLimit) deep.")
        }
        position += 1
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        guard text[position...].starts(with: word.utf8) else { throw fault("a value is expected here.") }
        position += word.utf8.count
        return value
    }

    private mutating func skipSpace() {
        var end = position
        while end < text.count, text[end].isJSONSpace { end += 1 }
        position = end
    }

    /// Skips white space, then the given byte if it is there.
    private mutating func takes(_ expected: UInt8) -> Bool {
        skipSpace()
        guard byte == expected else { return false }
        position += 1
        return true
    }

    /// An error at the position.
    func fault(_ reason: String) -> JSONSyntaxError { JSONSyntaxError(reason, at: position, in: text) }
}

extension UInt8 {
    /// Whether this is one of the four bytes that JSON calls white space (RFC 8259, 2).
    fileprivate var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
