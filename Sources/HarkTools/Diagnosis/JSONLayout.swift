/// Serializes JSON as another program would.
struct JSONLayout {
    var comma = ","
    var colon = ":"
    /// The text of one level; nil writes everything on one line.
    var indentation: String?
    var lineBreak = "\n"
    var sortsNames = false
    var strings = JSONStrings.asTheyAre

    /// The bytes of a value; nil if there are more than `limit`, as for deep arrays with wide indentation.
    func bytes(of value: JSONText, atMost limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        return write(value, depth: 0, into: &bytes, limit) ? bytes : nil
    }

    /// Appends a value; returns false if there are too many bytes.
    private func write(_ value: JSONText, depth: Int, into bytes: inout [UInt8], _ limit: Int) -> Bool {
        switch value {
        case .token(let token):
            strings.write(token, into: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                begin(index, depth + 1, into: &bytes)
                guard write(element, depth: depth + 1, into: &bytes, limit) else { return false }
            }
            end(elements.isEmpty, UInt8(ascii: "]"), depth, into: &bytes)
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                begin(index, depth + 1, into: &bytes)
                strings.write(member.name, into: &bytes)
                bytes += colon.utf8
                guard write(member.value, depth: depth + 1, into: &bytes, limit) else { return false }
            }
            end(members.isEmpty, UInt8(ascii: "}"), depth, into: &bytes)
        }
        return bytes.count <= limit
    }

    /// Writes what precedes an element.
    private func begin(_ index: Int, _ depth: Int, into bytes: inout [UInt8]) {
        if index > 0 {
            if indentation == nil { bytes += comma.utf8 } else { bytes.append(UInt8(ascii: ",")) }
        }
        breakLine(depth, into: &bytes)
    }

    /// Writes what follows the last element.
    private func end(_ isEmpty: Bool, _ bracket: UInt8, _ depth: Int, into bytes: inout [UInt8]) {
        if !isEmpty { breakLine(depth, into: &bytes) }
        bytes.append(bracket)
    }

    private func breakLine(_ depth: Int, into bytes: inout [UInt8]) {
        guard let indentation else { return }
        bytes += lineBreak.utf8
        for _ in 0..<depth { bytes += indentation.utf8 }
    }
}

/// How a program escapes strings in JSON.
enum JSONStrings: String, CaseIterable {
    /// With the original escapes.
    case asTheyAre = ""
    /// With only the escapes that JSON requires (RFC 8259, 7).
    case plain = ", in UTF-8"
    /// As Python's `json.dumps` and others.
    case ascii = ", in ASCII"
    /// The same with upper-case digits.
    case upperASCII = ", in ASCII with upper-case digits"
    /// As PHP's `json_encode`, with its default flags, and with others.
    case slashes = ", slashes escaped"
    case slashesInASCII = ", in ASCII, slashes escaped"
    /// As Go's `encoding/json`, whose output is safe within HTML.
    case html = ", with <, > and & escaped"

    /// Appends a token; one that is not a string is unchanged.
    func write(_ token: JSONToken, into bytes: inout [UInt8]) {
        guard self != .asTheyAre, token.isString else {
            bytes += token.written
            return
        }
        guard token.plain.contains(where: mayBeEscaped) else {
            bytes += token.plain
            return
        }
        for scalar in String(decoding: token.plain, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "/" where self == .slashes || self == .slashesInASCII: bytes += "\\/".utf8
            case _ where isEscaped(scalar): for unit in String(scalar).utf16 { bytes += escape(unit).utf8 }
            default: bytes += String(scalar).utf8
            }
        }
    }

    /// Whether a byte may belong to a character that is escaped.
    private func mayBeEscaped(_ byte: UInt8) -> Bool {
        switch self {
        case .asTheyAre, .plain: false
        case .ascii, .upperASCII: byte > 0x7e
        case .slashes: byte == UInt8(ascii: "/")
        case .slashesInASCII: byte > 0x7e || byte == UInt8(ascii: "/")
        // The first byte of U+2028 and U+2029 is 0xe2.
        case .html:
            byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "&") || byte == 0xe2
        }
    }

    private func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .asTheyAre, .plain, .slashes: false
        case .ascii, .upperASCII, .slashesInASCII: scalar.value > 0x7e
        case .html: "<>&\u{2028}\u{2029}".unicodeScalars.contains(scalar)
        }
    }

    private func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: self == .upperASCII)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
