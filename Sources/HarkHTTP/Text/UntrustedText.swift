/// Text that someone outside wrote, such as the title of an issue.
///
/// It is compared and hashed byte by byte, so that two encodings of one Unicode text are different, and no text from a
/// stranger makes that slow. It is shown to people only through `sanitized(to:)`, which interpolation applies by
/// itself:
///
/// ```swift
/// let state: UntrustedText = "closed"
/// switch state {
/// case "closed": print("It is \(state).")
/// default: break
/// }
/// ```
public struct UntrustedText: Sendable {
    /// The text as sent, including line breaks and invisible characters, except that long runs of combining marks are
    /// shortened. For code; people are shown `sanitized(to:)`.
    public let verbatim: String

    /// Wraps a text.
    public init(_ text: String) { verbatim = text.boundingMarks }

    /// Wraps a text whose runs of combining marks are shortened already.
    package init(bounded text: String) { verbatim = text }
}

extension UntrustedText: Hashable, Comparable {
    public static func == (one: Self, other: Self) -> Bool {
        one.verbatim.utf8.span.hasSameBytes(as: other.verbatim.utf8.span)
    }

    /// Orders by bytes of UTF-8.
    public static func < (one: Self, other: Self) -> Bool {
        one.verbatim.utf8.lexicographicallyPrecedes(other.verbatim.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        var count = 0
        for byte in verbatim.utf8 {
            word = word << 8 | UInt64(byte)
            count += 1
            guard count.isMultiple(of: 8) else { continue }
            hasher.combine(word)
            word = 0
        }
        hasher.combine(word)
        hasher.combine(count)
    }
}

extension UntrustedText: ExpressibleByStringInterpolation, CustomStringConvertible {
    /// A text of the source, in which nothing needs to be shortened.
    public init(stringLiteral value: String) { self.init(bounded: value) }

    public init(stringInterpolation: DefaultStringInterpolation) {
        self.init(String(stringInterpolation: stringInterpolation))
    }

    /// The text as one visible line of at most 4,096 bytes.
    public var description: String { sanitized(to: 4096) }

    /// The text reduced to one line of chat: see `String.sanitized(to:)`.
    /// - Parameter limit: the longest result, in bytes of UTF-8.
    public func sanitized(to limit: Int) -> String { verbatim.sanitized(to: limit) }
}

extension UntrustedText {
    /// Whether there is nothing in it.
    public var isEmpty: Bool { verbatim.isEmpty }

    /// Whether people can see something of it: not only white space, controls and fillers.
    public var isVisible: Bool {
        // Nearly every text begins with a letter or a sign in ASCII.
        if let first = verbatim.utf8.first, (0x21...0x7e).contains(first) { return true }
        return !verbatim.sanitized(to: 4).isEmpty
    }

    /// Its length, in bytes of UTF-8.
    public var byteCount: Int { verbatim.utf8.count }

    /// Whether it consists of hexadecimal digits.
    public var isHexadecimal: Bool { verbatim.utf8.allSatisfy { $0.hexadecimalValue != nil } }

    /// The text with the letters A to Z in lower case; all others stay as they are.
    public var lowercased: UntrustedText { mapASCII { $0.asciiLowercased } }

    /// The text with the letters a to z in upper case; all others stay as they are.
    public var uppercased: UntrustedText { mapASCII { $0.isLetter ? $0 & 0xdf : $0 } }

    /// The text with one ASCII character replaced by another.
    public func replacing(_ old: Unicode.Scalar, with new: Unicode.Scalar) -> UntrustedText {
        guard old.isASCII, new.isASCII else { return self }
        return mapASCII { $0 == UInt8(ascii: old) ? UInt8(ascii: new) : $0 }
    }

    /// Whether it begins with this text, byte by byte.
    public func hasPrefix(_ prefix: String) -> Bool {
        let (bytes, prefix) = (verbatim.utf8.span, prefix.utf8.span)
        return bytes.count >= prefix.count && bytes.extracting(first: prefix.count).hasSameBytes(as: prefix)
    }

    /// Whether it ends with this text, byte by byte.
    public func hasSuffix(_ suffix: String) -> Bool {
        let (bytes, suffix) = (verbatim.utf8.span, suffix.utf8.span)
        return bytes.count >= suffix.count && bytes.extracting(last: suffix.count).hasSameBytes(as: suffix)
    }

    /// Whether it contains this ASCII character.
    public func contains(_ character: Unicode.Scalar) -> Bool {
        character.isASCII && verbatim.utf8.contains(UInt8(ascii: character))
    }

    /// Its first `count` Unicode scalars.
    public func prefix(_ count: Int) -> UntrustedText {
        UntrustedText(bounded: String(verbatim.unicodeScalars.prefix(count)))
    }

    /// The text without this prefix; unchanged if it does not begin with it.
    public func dropping(prefix: String) -> UntrustedText {
        hasPrefix(prefix) ? UntrustedText(bounded: String(Substring(verbatim.utf8.dropFirst(prefix.utf8.count)))) : self
    }

    /// The text without this suffix; unchanged if it does not end with it.
    public func dropping(suffix: String) -> UntrustedText {
        hasSuffix(suffix) ? UntrustedText(bounded: String(Substring(verbatim.utf8.dropLast(suffix.utf8.count)))) : self
    }

    /// The text before the first occurrence of an ASCII text; nil if it does not occur.
    public func prefix(upTo text: String) -> UntrustedText? {
        let bytes = Array(verbatim.utf8)
        guard let range = bytes.firstRange(of: Array(text.utf8)) else { return nil }
        return UntrustedText(bounded: String(decoding: bytes[..<range.lowerBound], as: UTF8.self))
    }

    /// The parts between occurrences of an ASCII character, without empty ones.
    public func split(separator: Unicode.Scalar) -> [UntrustedText] {
        guard separator.isASCII else { return [self] }
        return verbatim.utf8.split(separator: UInt8(ascii: separator)).map {
            UntrustedText(bounded: String(Substring($0)))
        }
    }

    /// Its lines, separated by LF or CR, without blank ones.
    public var lines: [UntrustedText] {
        verbatim.utf8.split(whereSeparator: \.endsLine)
            .filter { !$0.isBlank }.map { UntrustedText(bounded: String(Substring($0))) }
    }

    /// The first of its lines; the others are not read, however many there are. Nil if there is none.
    public var firstLine: UntrustedText? {
        var rest = verbatim.utf8[...]
        while !rest.isEmpty {
            let line = rest.prefix { !$0.endsLine }
            if !line.isBlank { return UntrustedText(bounded: String(Substring(line))) }
            rest = rest[line.endIndex...].dropFirst()
        }
        return nil
    }

    private func mapASCII(_ change: (UInt8) -> UInt8) -> UntrustedText {
        UntrustedText(bounded: String(decoding: verbatim.utf8.map(change), as: UTF8.self))
    }
}

extension Span<UInt8> {
    /// Whether both have the same bytes.
    @inline(__always)
    func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}

extension Substring.UTF8View {
    fileprivate var isBlank: Bool { allSatisfy { $0 <= 0x20 } }
}

extension Optional where Wrapped == UntrustedText {
    /// The text, unless it is missing or one of these.
    public func unless(_ others: UntrustedText?...) -> UntrustedText? { others.contains(self) ? nil : self }
}

extension Int {
    /// The whole number that a text represents in decimal digits; nil if it is invalid.
    public init?(_ text: UntrustedText) { self.init(text.verbatim) }
}

extension Sequence<UntrustedText> {
    /// The texts joined with a separator.
    public func joined(separator: String) -> UntrustedText {
        UntrustedText(map(\.verbatim).joined(separator: separator))
    }
}
