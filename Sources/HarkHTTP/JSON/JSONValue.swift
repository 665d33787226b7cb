/// Any JSON value (RFC 8259).
///
/// Numbers have three cases: `integer` for one that is written without fraction and exponent and fits an `Int`,
/// `longNumber` for one with more digits than a `Double` holds, and `number` for every other. `1` and `1.0` are
/// therefore not equal; `intValue` and `doubleValue` read both.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction and exponent, such as `-17`.
    case integer(Int)
    /// Any other number of up to 17 significant digits, such as `1.5` or `1e3`, as the nearest `Double`.
    case number(Double)
    /// A number with more digits than a `Double` holds, such as `18446744073709551615`, as written; it is finite.
    case longNumber(String)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, its members in the order written.
    case object(JSONObject)
}

extension JSONValue {
    /// Whether a number has no more significant digits than a `Double` keeps.
    static func isExact(_ number: String) -> Bool {
        if number.utf8.count <= 17 { return true }
        let digits = number.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }.filter(\.isDigit)
        return digits.drop { $0 == UInt8(ascii: "0") }.count <= 17
    }

    /// The member of an object, or nil if this is not an object or has no such member. A member with the value `null`
    /// is `.null`.
    public subscript(_ name: String) -> JSONValue? { objectValue?[name] }

    /// The element of an array, counted from 0, or nil if this is not an array or has no such element.
    public subscript(_ position: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
        return elements[position]
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// The Boolean, or nil for another kind of value.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an integer, or nil if this is not a number or does not fit.
    public var intValue: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number as the nearest `Double`, or nil for another kind of value.
    public var doubleValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .longNumber(let text): Double(text)
        default: nil
        }
    }

    /// The string, or nil for another kind of value.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, or nil if this is not an array.
    public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, or nil if this is not an object.
    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }
}

extension JSONValue: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self = .integer(value) }
}

extension JSONValue: ExpressibleByFloatLiteral {
    public init(floatLiteral value: Double) { self = .number(value) }
}

extension JSONValue: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map(JSONObject.Member.init)))
    }
}

extension JSONValue {
    /// How deeply arrays and objects may be nested.
    public static let depthLimit = 128

    /// Most values in one text, including arrays and objects: each needs memory of its own, so a text of `[0,0,0,…]`
    /// would take many times its length. A payload of 25 MB, GitHub's longest, reaches this limit at 12 bytes a value.
    public static let countLimit = 2_000_000

    /// Parses a JSON text in UTF-8, strictly by RFC 8259: only white space may follow the value. A byte order mark
    /// before it is ignored, as section 8.1 allows.
    ///
    /// An unpaired surrogate, which JavaScript writes when it cuts a text in two (section 8.2), becomes U+FFFD. Of
    /// several members with one name the last counts. Long runs of combining marks are shortened (`UntrustedText`).
    /// Takes time proportional to the length of the text.
    /// - Throws: `JSONSyntaxError` for anything else, and for limits that the standard allows: nesting beyond
    ///   `depthLimit`, more than `countLimit` values, a number too large for a `Double`.
    public init(parsing text: [UInt8]) throws(JSONSyntaxError) {
        self = try JSONDocument(parsing: text).root.value
    }

    /// Whether a body can only be JSON, possibly malformed: after white space it begins with an object, an array or a
    /// string.
    package static func begins(_ body: [UInt8]) -> Bool {
        let start = body.dropFirst(body.starts(with: byteOrderMark) ? byteOrderMark.count : 0).first { byte in
            !" \t\r\n".utf8.contains(byte)
        }
        return start == UInt8(ascii: "{") || start == UInt8(ascii: "[") || start == UInt8(ascii: "\"")
    }

    /// U+FEFF in UTF-8, with which some programs begin a text.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

/// Why a text is not JSON, and where: `line 3, column 7: a comma or “]” is expected after a value.`
public struct JSONSyntaxError: Error, Sendable, Hashable {
    /// The line, counted from 1; lines end with LF.
    public let line: Int

    /// The column, counted from 1, in bytes of UTF-8.
    public let column: Int

    /// What is wrong, as a sentence without a capital letter.
    public let reason: String

    /// An error at a byte of a text; `offset` may be the text's end.
    init(_ reason: String, at offset: Int, in text: [UInt8]) {
        let before = text[..<offset]
        let newline = UInt8(ascii: "\n")
        line = 1 + before.count { $0 == newline }
        column = offset - (before.lastIndex(of: newline) ?? -1)
        self.reason = reason
    }

    /// An error at the first byte that is not valid UTF-8; nil if all of the text is.
    init?(notUTF8 text: [UInt8]) {
        do { _ = try UTF8Span(validating: text.span) } catch {
            self.init("these bytes are not UTF-8.", at: error.byteOffsets.lowerBound, in: text)
            return
        }
        return nil
    }
}

extension JSONSyntaxError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(reason)" }
}
