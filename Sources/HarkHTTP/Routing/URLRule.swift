/// A URL rule in Flask's syntax: a path with placeholders, such as `/example/<name>/<int(min=1):page>`.
///
/// Text outside `<…>` is written decoded (`/a b`, not `/a%20b`) and compared decoded. A run of slashes counts as one. A
/// placeholder is `<name>`, `<converter:name>` or `<converter(argument=value, …):name>`; a segment may contain several
/// of them and literal text: `/<branch>-<int:build>.json`. `Converter` lists what they accept.
public struct URLRule: Sendable, Hashable {
    /// One `<…>` of a rule.
    public struct Placeholder: Sendable, Hashable {
        /// The name, unique within the rule: a letter or `_`, then letters, digits and `_`, all ASCII.
        public let name: String
        /// Which texts it accepts.
        public let converter: Converter
    }

    /// The rule as written.
    public let text: String

    /// The placeholders from left to right.
    public let placeholders: [Placeholder]

    /// The parts that the router compares with a path.
    let parts: [RulePart]

    /// Parses a rule. Throws the first fault found, with a message that says what to change.
    public init(_ text: String) throws(URLRuleError) {
        var parser = URLRuleParser(text)
        let pieces = try parser.pieces()
        self.text = text
        placeholders = pieces.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
        parts = RulePart.parts(of: pieces)
    }
}

extension URLRule: CustomStringConvertible {
    public var description: String { text }
}
