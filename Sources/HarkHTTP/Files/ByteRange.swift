/// Which bytes of a representation a `Range` field asks for (RFC 9110, 14.2).
enum ByteRange: Equatable {
    /// All: the field is malformed, in another unit, or asks for several ranges, and is ignored.
    case whole
    /// These, counted from 0.
    case part(Range<Int>)
    /// None that are there, which is answered 416.
    case unsatisfiable

    /// Reads a field's value for a representation of so many bytes.
    init(_ value: String, size: Int) {
        self = Self.range(value, size: size) ?? .whole
    }

    private static func range(_ value: String, size: Int) -> ByteRange? {
        var scanner = FieldScanner(value)
        guard scanner.token()?.lowercased() == "bytes", scanner.takes("=") else { return nil }
        scanner.skipBlanks()
        let first = scanner.wholeNumber()
        guard scanner.takes("-") else { return nil }
        let last = scanner.wholeNumber()
        scanner.skipBlanks()
        guard scanner.isAtEnd else { return nil }
        switch (first, last) {
        case (let first?, let last?) where first > last: return nil
        case (let first?, let last):
            return first < size ? .part(first..<min(last ?? size, size - 1) + 1) : .unsatisfiable
        case (nil, 0?): return .unsatisfiable
        case (nil, let length?): return size > 0 ? .part(max(0, size - length)..<size) : nil
        case (nil, nil): return nil
        }
    }
}

extension FieldScanner {
    /// The digits that are next as a number, the greatest `Int` when it is greater still; nil when there are none.
    fileprivate mutating func wholeNumber() -> Int? {
        let digits = bytes[position...].prefix(while: \.isDigit)
        position = digits.endIndex
        return digits.isEmpty ? nil : Int(String(decoding: digits, as: UTF8.self)) ?? .max
    }
}
