// Inlinable, because other modules ask them of every byte of a text.
extension UInt8 {
    /// The value of a hexadecimal digit in either case, or nil if it is not one.
    @inlinable package var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// Whether this is an ASCII digit.
    @inlinable package var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    /// Whether this is an ASCII letter.
    @inlinable package var isLetter: Bool { self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z") }

    /// Whether this is an ASCII capital.
    @inlinable package var isCapital: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }

    /// The byte, with an ASCII capital as its small letter.
    @inlinable package var asciiLowercased: UInt8 { isCapital ? self | 0x20 : self }

    /// Whether this is an ASCII letter or digit.
    @inlinable package var isAlphanumeric: Bool { isDigit || isLetter }

    /// Whether this is allowed in a token (RFC 9110, 5.6.2).
    var isTokenCharacter: Bool { isAlphanumeric || Self.tokenPunctuation.contains(self) }

    private static let tokenPunctuation = Array("!#$%&'*+-.^_`|~".utf8)

    /// Whether this is a space or a tab (RFC 9110, 5.6.3).
    @inlinable package var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether this is LF or CR.
    @inlinable package var endsLine: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

    /// Whether this is a space, a tab, LF or CR: the white space of JSON (RFC 8259, 2) and XML (XML 1.0, 2.3).
    @inlinable package var isWhiteSpace: Bool { isBlank || endsLine }

    /// Whether this is a control character, DEL included.
    var isControl: Bool { self < 0x20 || self == 0x7F }

    /// Whether this is allowed unescaped in a host name (RFC 3986, 3.2.2).
    var isHostNameCharacter: Bool { isAlphanumeric || Self.hostNamePunctuation.contains(self) }

    private static let hostNamePunctuation = Array("-._~!$&'()*+,;=".utf8)

    /// Whether this is allowed unescaped everywhere in a URL: `unreserved` (RFC 3986, 2.3).
    var isUnreserved: Bool { isAlphanumeric || "-._~".utf8.contains(self) }

    /// Whether this is allowed unescaped in a path segment: `pchar` (RFC 3986, 3.3).
    var isPathCharacter: Bool { isHostNameCharacter || self == UInt8(ascii: ":") || self == UInt8(ascii: "@") }
}
