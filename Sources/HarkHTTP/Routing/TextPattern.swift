/// The shape of the texts that a placeholder matches in a path. Bounds on a number's value are not part of it: they are
/// checked after the rule has been chosen.
enum TextPattern: Hashable {
    case text(minLength: Int, maxLength: Int?)
    case digits(signed: Bool)
    case decimal(signed: Bool)
    case uuid
    case oneOf([[UInt8]])
    case path

    init(_ converter: URLRule.Converter) {
        self =
            switch converter {
            case .string(let minLength, let maxLength): .text(minLength: minLength, maxLength: maxLength)
            case .int(_, _, _, let signed): .digits(signed: signed)
            case .float(_, _, let signed): .decimal(signed: signed)
            case .uuid: .uuid
            case .any(let texts):
                .oneOf(texts.map { $0.utf8.map { $0 == UInt8(ascii: "/") ? PercentCoding.escapedSlash : $0 } })
            case .path: .path
            }
    }

    /// How general the pattern is: of two rules that differ only here, the lower one is tried first (Werkzeug's
    /// converter weights).
    var weight: Int {
        switch self {
        case .digits, .decimal: 50
        case .text, .uuid, .oneOf: 100
        case .path: 200
        }
    }
}

extension TextPattern {
    /// Whether the whole text, which contains no separator unless the pattern is `path`, has this shape.
    func matches(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .text(let minLength, let maxLength):
            return Self.isLength(of: text, atLeast: minLength, atMost: maxLength)
        case .digits(let signed):
            let start = Self.signLength(text, signed)
            return start < text.count && Self.endOfDigits(text, from: start) == text.count
        case .decimal(let signed):
            let start = Self.signLength(text, signed)
            let point = Self.endOfDigits(text, from: start)
            guard point > start, point + 1 < text.count, text[point] == UInt8(ascii: ".") else { return false }
            return Self.endOfDigits(text, from: point + 1) == text.count
        case .uuid:
            return text.count == Self.uuidLength && Self.isUUID(text)
        case .oneOf(let choices):
            return choices.contains { $0.count == text.count && text.begins(with: $0, at: 0) }
        case .path:
            return !text.isEmpty && !Self.isSlash(text[0])
        }
    }

    /// The length of a UUID's text, in bytes.
    static let uuidLength = 36

    /// Whether the first 36 bytes are hexadecimal digits with hyphens after 8, 12, 16 and 20 of them.
    static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count >= uuidLength else { return false }
        for index in 0..<uuidLength {
            switch index {
            case 8, 13, 18, 23: if text[index] != UInt8(ascii: "-") { return false }
            default: if text[index].hexadecimalValue == nil { return false }
            }
        }
        return true
    }

    /// Whether the byte is a separator or an escaped slash.
    static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == PercentCoding.escapedSlash }

    private static func isLength(of text: Span<UInt8>, atLeast minimum: Int, atMost maximum: Int?) -> Bool {
        if maximum == nil, minimum <= 1 { return text.count >= minimum }
        var length = 0
        for index in text.indices where text[index].beginsScalar { length += 1 }
        return length >= minimum && length <= maximum ?? .max
    }

    private static func signLength(_ text: Span<UInt8>, _ signed: Bool) -> Int {
        signed && !text.isEmpty && text[0] == UInt8(ascii: "-") ? 1 : 0
    }

    private static func endOfDigits(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, text[end].isDigit { end += 1 }
        return end
    }
}

extension UInt8 {
    /// Whether this is the first byte of a scalar in UTF-8.
    var beginsScalar: Bool { self & 0xc0 != 0x80 }
}

extension Span<UInt8> {
    /// Whether these bytes are at `offset`.
    func begins(with bytes: [UInt8], at offset: Int) -> Bool {
        guard offset >= 0, bytes.count <= count - offset else { return false }
        for index in bytes.indices where self[offset + index] != bytes[index] { return false }
        return true
    }
}
