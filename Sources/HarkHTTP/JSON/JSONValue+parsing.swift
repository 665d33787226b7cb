extension JSONValue {
    /// How deep arrays and objects may be nested.
    public static let depthLimit = 128

    /// Most values in one text, arrays and objects among them: each takes memory of its own, which a text of `[0,0,0,…]`
    /// would make many times its length. A payload of 25 MB, GitHub's longest, reaches it with 12 bytes a value.
    public static let countLimit = 2_000_000

    /// Reads a JSON text in UTF-8, strictly by RFC 8259: nothing after the value but white space. A byte order mark before
    /// it is ignored, as section 8.1 allows.
    ///
    /// Half of a surrogate pair, which JavaScript writes when it cuts a text in two (section 8.2), becomes U+FFFD. Of
    /// several members with one name the last counts. Endless runs of combining marks are cut short (`UntrustedText`). Takes time in proportion to the length of the text.
    /// - Throws: `JSONSyntaxError` for anything else, and for what the standard lets a reader refuse: nesting beyond
    ///   `depthLimit`, more than `countLimit` values, a number too large for a `Double`.
    public init(parsing text: [UInt8]) throws(JSONSyntaxError) {
        do { _ = try UTF8Span(validating: text.span) } catch {
            throw JSONSyntaxError("these bytes are not UTF-8.", at: error.byteOffsets.lowerBound, in: text)
        }
        var parser = JSONParser(text)
        self = try parser.document()
    }

    /// Whether a body can only be JSON, or something like it: it begins, after white space, with an object, an array or a
    /// string.
    package static func begins(_ body: [UInt8]) -> Bool {
        let start = body.dropFirst(body.starts(with: byteOrderMark) ? byteOrderMark.count : 0).first { byte in
            !" \t\r\n".utf8.contains(byte)
        }
        return start == UInt8(ascii: "{") || start == UInt8(ascii: "[") || start == UInt8(ascii: "\"")
    }

    /// U+FEFF in UTF-8, which some programs begin a text with.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
