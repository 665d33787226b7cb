/// Any JSON value (RFC 8259).
///
/// Numbers come in two cases: `integer` for one that is written without fraction and exponent and fits an `Int`,
/// `number` for every other. `1` and `1.0` are therefore not equal; `intValue` and `doubleValue` read both.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number written without fraction and exponent, such as `-17`.
    case integer(Int)
    /// Any other number of up to 17 significant digits, such as `1.5` or `1e3`, as the nearest `Double`.
    case number(Double)
    /// A number of more digits than a `Double` holds, such as `18446744073709551615`, as it is written; it is finite.
    case longNumber(String)
    /// A string.
    case string(String)
    /// A list of values.
    case array([JSONValue])
    /// Named values, in the order in which they were written.
    case object(JSONObject)
}

extension JSONValue {
    /// Whether a number has no more significant digits than a `Double` keeps.
    static func isExact(_ number: String) -> Bool {
        if number.utf8.count <= 17 { return true }
        let digits = number.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }.filter(\.isDigit)
        return digits.drop { $0 == UInt8(ascii: "0") }.count <= 17
    }

    /// The member of an object, or nil when this is no object or has no such member. A member that is there and `null`
    /// is `.null`.
    public subscript(_ name: String) -> JSONValue? { objectValue?[name] }

    /// The element of an array, counted from 0, or nil when this is no array or has no such element.
    public subscript(_ position: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
        return elements[position]
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// The truth value, or nil for another kind of value.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number as an integer, or nil when this is no number or not a whole one that fits.
    public var intValue: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }

    /// The number, to the nearest `Double`, or nil for another kind of value.
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

    /// The elements, or nil when this is no array.
    public var arrayValue: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, or nil when this is no object.
    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }
}
