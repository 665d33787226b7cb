/// The escapes of JSON strings (RFC 8259, 7).
enum JSONEscapes {
    /// The bytes that a string represents; its escapes must be well-formed. An unpaired surrogate becomes U+FFFD.
    /// - Parameter limit: after how many bytes the rest need not be read.
    static func decoded(_ string: ArraySlice<UInt8>, atMost limit: Int = .max) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(min(string.count, limit))
        var rest = string
        while decoded.count < limit, let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            decoded += rest[..<backslash]
            rest = rest[(backslash + 1)...]
            append(&rest, to: &decoded)
        }
        return decoded + rest.prefix(max(0, limit - decoded.count))
    }

    /// Appends the character of an escape; `rest` begins after its backslash.
    private static func append(_ rest: inout ArraySlice<UInt8>, to decoded: inout [UInt8]) {
        switch rest.popFirst() {
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: Character(scalar(&rest)).utf8)
        case let byte?: decoded.append(byte)
        case nil: break
        }
    }

    /// The scalar of four digits, or of two such escapes that form a surrogate pair; U+FFFD for an unpaired surrogate.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let first = unit(&rest)
        if let scalar = Unicode.Scalar(first) { return scalar }
        if UTF16.isLeadSurrogate(first), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            var next = rest.dropFirst(2)
            let second = unit(&next)
            if UTF16.isTrailSurrogate(second) {
                rest = next
                return UTF16.decode(UTF16.EncodedScalar([first, second]))
            }
        }
        return "\u{FFFD}"
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 4 | UInt16($1.hexadecimalValue ?? 0) }
    }
}
