/// The media types that a client accepts: the `Accept` field (RFC 9110, 12.5.1).
public struct Accept: Sendable, Hashable {
    /// Most ranges that are read; further ones are ignored.
    public static let rangeLimit = 32

    private let ranges: [MediaRange]

    /// Parses a field's value. A malformed range is ignored; without any range, everything is accepted.
    public init(_ value: String) {
        var scanner = FieldScanner(value)
        var ranges: [MediaRange] = []
        while !scanner.isAtEnd, ranges.count < Self.rangeLimit {
            if let range = MediaRange(&scanner) { ranges.append(range) }
            scanner.skipPastComma()
        }
        self.ranges = ranges
    }

    /// The weight of a type, from 0 (not accepted) to 1: that of the most specific range that matches it.
    public func quality(of type: MediaType) -> Double {
        if ranges.isEmpty { return 1 }
        let matching = ranges.filter { $0.matches(type) }
        return matching.max { $0.specificity < $1.specificity }?.quality ?? 0
    }

    /// Whether a type is accepted.
    public func accepts(_ type: MediaType) -> Bool { quality(of: type) > 0 }
}

/// One member of the field: `text/*; q=0.5`.
private struct MediaRange: Hashable {
    private let type: MediaType
    let quality: Double

    /// Parses one range, up to a comma or the end.
    init?(_ scanner: inout FieldScanner) {
        scanner.skipBlanks()
        guard let type = scanner.token(), scanner.takes("/"), let subtype = scanner.token(),
            let parameters = scanner.parameters(atMost: MediaType.parameterLimit),
            scanner.isAtEnd || scanner.bytes[scanner.position] == UInt8(ascii: ","),
            type != "*" || subtype == "*"
        else { return nil }
        let weight = parameters.firstIndex { $0.name == "q" }
        guard let quality = weight.map({ Self.quality(parameters[$0].value) }) ?? 1 else { return nil }
        self.type = MediaType(
            type: type.lowercased(),
            subtype: subtype.lowercased(),
            parameters: Array(parameters[..<(weight ?? parameters.endIndex)])
        )
        self.quality = quality
    }

    /// A weight: 0 to 1 with at most three decimals (RFC 9110, 12.4.2).
    private static func quality(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"), bytes.count <= 5,
            bytes.dropFirst().first ?? UInt8(ascii: ".") == UInt8(ascii: "."), bytes.dropFirst(2).allSatisfy(\.isDigit)
        else { return nil }
        return Double(text).flatMap { $0 <= 1 ? $0 : nil }
    }

    func matches(_ other: MediaType) -> Bool {
        (type.type == "*" || type.type == other.type) && (type.subtype == "*" || type.subtype == other.subtype)
            && type.parameters.allSatisfy { other[$0.name]?.lowercased() == $0.value.lowercased() }
    }

    /// Greater for a more specific range.
    var specificity: Int {
        if type.type == "*" { return 0 }
        return type.subtype == "*" ? 1 : 2 + type.parameters.count
    }
}

extension FieldScanner {
    /// Skips the rest of a list member, including quoted strings, and the comma after it.
    fileprivate mutating func skipPastComma() {
        while !isAtEnd, !takes(",") {
            if quotedString() == nil, !isAtEnd { position += 1 }
        }
    }
}
