extension JSONParser {
    /// A string (RFC 8259, 7); the position is at its opening quotation mark.
    mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        var start = position
        let isASCII = skipPlainBytes()
        if byte == UInt8(ascii: "\"") {
            position += 1
            let plain = text[start..<position - 1]
            return isASCII ? String(decoding: plain, as: UTF8.self) : String(untrusted: plain)
        }
        var decoded: [UInt8] = []
        while byte == UInt8(ascii: "\\") {
            decoded += text[start..<position]
            try appendEscape(to: &decoded)
            start = position
            skipPlainBytes()
        }
        guard byte == UInt8(ascii: "\"") else {
            throw fault(
                position == text.count
                    ? "the text ends inside a string." : "a control character in a string must be escaped.")
        }
        decoded += text[start..<position]
        position += 1
        return String(untrusted: decoded)
    }

    /// Skips what stands for itself: everything but quotation mark, backslash and control characters.
    /// - Returns: whether all of it is ASCII.
    @discardableResult
    private mutating func skipPlainBytes() -> Bool {
        var end = position
        var bits: UInt8 = 0
        while end < text.count, text[end].isPlainInJSON {
            bits |= text[end]
            end += 1
        }
        position = end
        return bits < 0x80
    }

    /// Appends what an escape stands for; the position is at its backslash.
    private mutating func appendEscape(to decoded: inout [UInt8]) throws(JSONSyntaxError) {
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            decoded.append(contentsOf: Character(try escapedScalar()).utf8)
            return
        default: throw fault("a backslash must be followed by one of \"\\/bfnrtu.")
        }
        position += 1
    }

    /// The scalar of `\uXXXX`, or of two of them that make a surrogate pair, and U+FFFD for half of one; the position is at
    /// the first `u`.
    private mutating func escapedScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try escapedUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let end = position
        if UTF16.isLeadSurrogate(first), text[end...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            position += 1
            let second = try escapedUnit()
            if UTF16.isTrailSurrogate(second) { return UTF16.decode(UTF16.EncodedScalar([first, second])) }
            position = end
        }
        return "\u{FFFD}"
    }

    /// The four hexadecimal digits after a `u`; the position is at the `u`.
    private mutating func escapedUnit() throws(JSONSyntaxError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            position += 1
            guard let digit = byte.hexadecimalValue else { throw fault("four hexadecimal digits must follow \\u.") }
            unit = unit << 4 | UInt16(digit)
        }
        position += 1
        return unit
    }
}

extension UInt8 {
    /// Whether this stands for itself in a string.
    fileprivate var isPlainInJSON: Bool { self >= 0x20 && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\") }
}
