/// The fields of a query string or a form, in the order sent; a name may occur several times.
public struct FormFields: Sendable, Hashable {
    /// One name and its value.
    public struct Field: Sendable, Hashable {
        /// The name, decoded.
        public let name: String
        /// The value, decoded.
        public let value: String

        /// A field of the given name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private var fields: [Field]

    /// The given fields, in their order.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// The value of the first field with that name, or nil if there is none. Names are compared byte by byte.
    public subscript(_ name: String) -> String? {
        let name = UntrustedText(bounded: name)
        return fields.first { UntrustedText(bounded: $0.name) == name }?.value
    }

    /// The values of all fields with that name, in the order sent. Names are compared byte by byte.
    public func all(_ name: String) -> [String] {
        let name = UntrustedText(bounded: name)
        return fields.filter { UntrustedText(bounded: $0.name) == name }.map(\.value)
    }

    mutating func append(_ field: Field) { fields.append(field) }
}

extension FormFields: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { fields.count }
    public subscript(_ position: Int) -> Field { fields[position] }
}

extension FormFields: ExpressibleByDictionaryLiteral {
    /// Fields in the order written; a name may be written several times.
    public init(dictionaryLiteral elements: (String, String)...) { fields = elements.map(Field.init) }
}

extension FormFields {
    /// Parses `application/x-www-form-urlencoded` text (WHATWG URL, 5.1).
    ///
    /// Fields are separated by `&`; empty ones are left out, and one without `=` has an empty value. `+` is a space. A
    /// `%` that is not followed by two hexadecimal digits is kept, and invalid UTF-8 is repaired with U+FFFD, so every
    /// text can be parsed. Takes time proportional to its length.
    public init(urlEncoded text: some Sequence<UInt8>) {
        self.init(
            Self.bytes(urlEncoded: text).map { Field(String(untrusted: $0.name), String(untrusted: $0.value)) })
    }

    /// The same fields as raw bytes, for signatures over a form's fields.
    package static func bytes(urlEncoded text: some Sequence<UInt8>) -> [(name: [UInt8], value: [UInt8])] {
        Array(text).split(separator: UInt8(ascii: "&")).map { field in
            let mark = field.firstIndex(of: UInt8(ascii: "=")) ?? field.endIndex
            return (decoded(field[..<mark]), decoded(field[mark...].dropFirst()))
        }
    }

    /// The fields as `application/x-www-form-urlencoded` text (WHATWG URL, 5.2).
    public var urlEncoded: String {
        map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var position = text.startIndex
        while position < text.endIndex {
            switch text[position] {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard position + 2 < text.endIndex, let high = text[position + 1].hexadecimalValue,
                    let low = text[position + 2].hexadecimalValue
                else { fallthrough }
                bytes.append(high << 4 | low)
                position += 2
            default: bytes.append(text[position])
            }
            position += 1
        }
        return bytes
    }

    private static let plainPunctuation = Array("*-._".utf8)

    private static func encoded(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "): encoded.append(UInt8(ascii: "+"))
            case _ where byte.isAlphanumeric || plainPunctuation.contains(byte): encoded.append(byte)
            default: encoded += [UInt8(ascii: "%"), (byte >> 4).hexadecimalDigit, (byte & 0x0F).hexadecimalDigit]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

extension UInt8 {
    /// The digit of a number below 16, in upper case.
    fileprivate var hexadecimalDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "A") + self - 10 }
}
