extension JSONValue {
    /// How deep arrays and objects may be nested.
    public static let depthLimit = 128

    /// Reads a JSON text in UTF-8, strictly by RFC 8259: no byte order mark, nothing after the value but white space.
    ///
    /// Of several members with one name the last counts. Takes time in proportion to the length of the text.
    /// - Throws: `JSONSyntaxError` for anything else, and for what the standard lets a reader refuse: nesting beyond
    ///   `depthLimit`, a number too large for a `Double`, half of a surrogate pair.
    public init(parsing text: [UInt8]) throws(JSONSyntaxError) {
        do { _ = try UTF8Span(validating: text.span) } catch {
            throw JSONSyntaxError("these bytes are not UTF-8.", at: error.byteOffsets.lowerBound, in: text)
        }
        var parser = JSONParser(text)
        self = try parser.document()
    }
}
