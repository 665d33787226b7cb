extension URLRule {
    /// Which texts a placeholder accepts. Lengths are in Unicode scalars, digits are ASCII.
    ///
    /// If two rules match one path, the more specific converter wins: numbers, then `string`, `uuid` and `any`, then
    /// `path`. A number out of its bounds makes the path unknown (404); no other rule is tried instead, as in Werkzeug.
    public enum Converter: Sendable, Hashable {
        /// Text within one segment: `<name>`, `<string(length=2):code>`, `<string(minlength=1, maxlength=9):code>`.
        /// `default` is an alias, as in Werkzeug's `DEFAULT_CONVERTERS`.
        case string(minLength: Int, maxLength: Int?)
        /// A whole number: `<int:n>`, `<int(min=1, max=9, fixed_digits=3, signed=True):n>`. Bounds are inclusive,
        /// `fixed_digits` counts a sign, and a number that does not fit `Int` is out of bounds.
        case int(min: Int?, max: Int?, fixedDigits: Int?, signed: Bool)
        /// A number with digits on both sides of a point: `<float:x>`, `<float(min=0, max=1.5, signed=True):x>`. Bounds
        /// are inclusive, and a number beyond the range of `Double` is out of bounds.
        case float(min: Double?, max: Double?, signed: Bool)
        /// Everything up to the end of the path or to the next part of the rule, including slashes, but not starting
        /// with one: `<path:file>`. An escaped slash (`%2F`) is decoded to `/`.
        case path
        /// A UUID as 8-4-4-4-12 hexadecimal digits of either case: `<uuid:id>`.
        case uuid
        /// One of the listed texts: `<any(open, close):action>`, quoted if they contain characters other than letters,
        /// digits and `_.-`: `<any("a, b", c):action>`.
        case any([String])
    }
}

extension URLRule.Converter {
    /// Whether a text of the right shape is also within the bounds.
    func admits(_ text: String) -> Bool {
        switch self {
        case .int(let min, let max, let fixedDigits, _):
            guard let value = Int(text), fixedDigits.map({ $0 == text.utf8.count }) ?? true else { return false }
            return Self.isWithin(min, value, max)
        case .float(let min, let max, _):
            guard let value = Double(text), value.isFinite else { return false }
            return Self.isWithin(min, value, max)
        case .string, .path, .uuid, .any:
            return true
        }
    }

    private static func isWithin<Value: Comparable>(_ min: Value?, _ value: Value, _ max: Value?) -> Bool {
        if let min, value < min { return false }
        if let max, value > max { return false }
        return true
    }
}

/// One argument in a converter's parentheses: `max=9`, `open`, `"a, b"`.
struct ConverterArgument: Equatable {
    /// The text before `=`, nil for a bare value.
    let name: String?
    /// The value, without its quotation marks.
    let value: String

    /// Parses an argument, or returns nil if there is none.
    init?(_ scanner: inout RuleScanner) {
        if let text = Self.quoted(&scanner) {
            name = nil
            value = text
            return
        }
        let word = Self.word(&scanner)
        scanner.skipBlanks()
        guard scanner.skip(UInt8(ascii: "=")) else {
            guard !word.isEmpty else { return nil }
            name = nil
            value = word
            return
        }
        scanner.skipBlanks()
        name = word
        value = Self.quoted(&scanner) ?? Self.word(&scanner)
    }

    private static func quoted(_ scanner: inout RuleScanner) -> String? {
        guard let mark = scanner.next, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else { return nil }
        var ahead = scanner
        ahead.skip(mark)
        let text = ahead.read { $0 != mark }
        guard ahead.skip(mark) else { return nil }
        scanner = ahead
        return text
    }

    private static func word(_ scanner: inout RuleScanner) -> String {
        scanner.read { RuleScanner.isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 >= 0x80 }
    }
}
