/// Percent-encoding of paths (RFC 3986, 2.1).
package enum PercentCoding {
    /// Represents a `/` that was sent as `%2F`, to distinguish it from a separator. It cannot occur otherwise, because
    /// `%00` is malformed.
    static let escapedSlash: UInt8 = 0

    /// A path with its escapes decoded, `%2F` as `escapedSlash`; nil if an escape is invalid, if the path contains a
    /// NUL, or if the result is not UTF-8. A path without escapes is returned unchanged.
    package static func decodedPath(_ path: String) -> String? {
        let bytes = path.utf8.span
        var firstEscape = bytes.count
        for index in bytes.indices {
            if bytes[index] == 0 { return nil }
            if bytes[index] == UInt8(ascii: "%"), firstEscape == bytes.count { firstEscape = index }
        }
        return firstEscape == bytes.count ? path : decoded(Array(path.utf8), from: firstEscape)
    }

    private static func decoded(_ bytes: [UInt8], from firstEscape: Int) -> String? {
        var result = Array(bytes[..<firstEscape])
        result.reserveCapacity(bytes.count)
        var index = firstEscape
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard let value = value(of: bytes[index...].prefix(3)), value != 0 else { return nil }
            result.append(value == UInt8(ascii: "/") ? escapedSlash : value)
            index += 3
        }
        return String(untrustedUTF8: result)
    }

    /// The byte of an escape such as `%2F`, or nil if it is invalid.
    static func value(of escape: ArraySlice<UInt8>) -> UInt8? {
        guard escape.count == 3, escape.first == UInt8(ascii: "%") else { return nil }
        return escape.dropFirst().reduce(0 as UInt8?) { value, byte in
            guard let value, let digit = byte.hexadecimalValue else { return nil }
            return value << 4 | digit
        }
    }

    /// A part of a decoded path, by its byte range, as text: an escaped slash becomes a slash.
    static func text(at range: Range<Int>, of path: String) -> String {
        let start = path.utf8.index(path.utf8.startIndex, offsetBy: range.lowerBound)
        let text = path[start..<path.utf8.index(start, offsetBy: range.count)]
        let bytes = path.utf8.span
        guard range.contains(where: { bytes[$0] == escapedSlash }) else { return String(text) }
        return String(decoding: text.utf8.map { $0 == escapedSlash ? UInt8(ascii: "/") : $0 }, as: UTF8.self)
    }

    /// A whole decoded path as text: an escaped slash becomes a slash.
    package static func text(of path: String) -> String { text(at: 0..<path.utf8.count, of: path) }

    /// A decoded path in its encoded form: every byte that is neither a separator nor a `pchar` (RFC 3986, 3.3) is
    /// escaped.
    package static func encodedPath(_ path: String) -> String {
        var result: [UInt8] = []
        for byte in path.utf8 {
            if byte == UInt8(ascii: "/") || byte.isPathCharacter {
                result.append(byte)
            } else {
                let value = byte == escapedSlash ? UInt8(ascii: "/") : byte
                result += [UInt8(ascii: "%"), hexDigits[Int(value >> 4)], hexDigits[Int(value & 0xf)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The escape of a byte, such as `%2F`.
    fileprivate static func escape(of byte: UInt8) -> String {
        String(decoding: [UInt8(ascii: "%"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 0xf)]], as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}

extension UntrustedText {
    /// The text as the path of a URL, for example the name of a branch in a link: slashes are kept, and everything else
    /// that is not allowed in a segment is percent-encoded (RFC 3986, 3.3).
    public var percentEncodedPath: UntrustedText { UntrustedText(PercentCoding.encodedPath(verbatim)) }

    /// The text with its percent-encoding decoded (RFC 3986, 2.1), or unchanged if the result would not be UTF-8.
    public var percentDecoded: UntrustedText {
        PercentCoding.decodedPath(verbatim).map { UntrustedText(PercentCoding.text(of: $0)) } ?? self
    }
}

extension String {
    /// The text as one name of a path, or one value of a query: with every byte escaped that is not unreserved
    /// (RFC 3986, 2.3), slashes included.
    public var percentEncoded: String {
        if utf8.allSatisfy(\.isUnreserved) { return self }
        return utf8.reduce(into: "") { encoded, byte in
            encoded += byte.isUnreserved ? String(Unicode.Scalar(byte)) : PercentCoding.escape(of: byte)
        }
    }
}
