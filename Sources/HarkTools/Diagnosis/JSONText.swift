/// A JSON text as a tree of its original tokens: numbers, escapes and repeated names are unchanged.
indirect enum JSONText {
    /// A string with its quotes, a number, or a literal name.
    case token(JSONToken)
    /// An array.
    case array([JSONText])
    /// Names, with their quotes, and values.
    case object([(name: JSONToken, value: JSONText)])

    /// Parses a text; nil if it is not JSON.
    init?(_ bytes: [UInt8]) {
        // Only a text that is valid and not nested too deeply is read here, so the reader checks nothing.
        guard (try? JSONValue(parsing: bytes)) != nil else { return nil }
        let mark = bytes.starts(with: JSONValue.byteOrderMark) ? JSONValue.byteOrderMark.count : 0
        var reader = Reader(rest: bytes[mark...])
        self = reader.value()
    }

    /// The same with the members of each object sorted by their names' bytes, which is also the order of their scalars.
    var sorted: JSONText {
        switch self {
        case .token: return self
        case .array(let elements): return .array(elements.map(\.sorted))
        case .object(let members):
            let members = members.sorted { $0.name.plain.lexicographicallyPrecedes($1.name.plain) }
            return .object(members.map { (name: $0.name, value: $0.value.sorted) })
        }
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func value() -> JSONText {
            skipBlanks()
            switch rest.first {
            case UInt8(ascii: "{"):
                var members: [(name: JSONToken, value: JSONText)] = []
                while opensAnother(before: UInt8(ascii: "}")) {
                    let name = token()
                    skipBlanks()
                    rest = rest.dropFirst()
                    members.append((name, value()))
                }
                return .object(members)
            case UInt8(ascii: "["):
                var elements: [JSONText] = []
                while opensAnother(before: UInt8(ascii: "]")) { elements.append(value()) }
                return .array(elements)
            default:
                return .token(token())
            }
        }

        /// Skips a bracket or comma; returns whether another element follows, and skips the end if not.
        private mutating func opensAnother(before end: UInt8) -> Bool {
            skipBlanks()
            if rest.first != end { rest = rest.dropFirst() }
            skipBlanks()
            guard rest.first == end || rest.isEmpty else { return true }
            rest = rest.dropFirst()
            return false
        }

        private mutating func token() -> JSONToken {
            skipBlanks()
            var end = rest.startIndex
            if rest.first == UInt8(ascii: "\"") {
                end += 1
                while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
                    end += rest[end] == UInt8(ascii: "\\") ? 2 : 1
                }
                end = min(end + 1, rest.endIndex)
            } else {
                while end < rest.endIndex, !Self.ends(rest[end]) { end += 1 }
            }
            defer { rest = rest[end...] }
            return JSONToken(rest[..<end])
        }

        private mutating func skipBlanks() { rest = rest.drop(while: Self.isBlank) }

        private static func isBlank(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
        }

        /// Whether a byte ends a number or a literal name.
        private static func ends(_ byte: UInt8) -> Bool {
            isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "]")
                || byte == UInt8(ascii: "}")
        }
    }
}

/// One token of a JSON text.
struct JSONToken {
    /// The original token.
    let written: [UInt8]

    /// A string with only the escapes that JSON requires (RFC 8259, 7); any other token unchanged.
    let plain: [UInt8]

    /// Whether it is a string.
    let isString: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        written = Array(bytes)
        isString = bytes.first == UInt8(ascii: "\"")
        if isString, bytes.contains(UInt8(ascii: "\\")), let value = try? JSONValue(parsing: written) {
            plain = Array(value.serialized().utf8)
        } else {
            plain = written
        }
    }
}
