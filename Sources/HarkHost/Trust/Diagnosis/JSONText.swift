/// A JSON text as its tokens are written: numbers, escapes and repeated names stand as they came.
indirect enum JSONText {
    /// A string with its quotes, a number, or a word.
    case token(String)
    /// A list.
    case array([JSONText])
    /// Names, with their quotes, and values.
    case object([(name: String, value: JSONText)])

    /// Takes a text apart; nil when it is no JSON.
    init?(_ bytes: [UInt8]) {
        // What this has found to be well formed and not too deep is taken apart without looking twice.
        guard (try? JSONValue(parsing: bytes)) != nil else { return nil }
        let mark = bytes.starts(with: JSONValue.byteOrderMark) ? JSONValue.byteOrderMark.count : 0
        var reader = Reader(rest: bytes[mark...])
        self = reader.value()
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func value() -> JSONText {
            skipBlanks()
            switch rest.first {
            case UInt8(ascii: "{"):
                var members: [(name: String, value: JSONText)] = []
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

        /// Goes past a bracket or comma; whether there is an element behind it, and not the end, which it goes past too.
        private mutating func opensAnother(before end: UInt8) -> Bool {
            skipBlanks()
            if rest.first != end { rest = rest.dropFirst() }
            skipBlanks()
            guard rest.first == end || rest.isEmpty else { return true }
            rest = rest.dropFirst()
            return false
        }

        private mutating func token() -> String {
            skipBlanks()
            var end = rest.startIndex
            if rest.first == UInt8(ascii: "\"") {
                end += 1
                while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
                    end += rest[end] == UInt8(ascii: "\\") ? 2 : 1
                }
                end = min(end + 1, rest.endIndex)
            } else {
                while end < rest.endIndex, !" \t\r\n,:]}".utf8.contains(rest[end]) { end += 1 }
            }
            defer { rest = rest[end...] }
            return String(decoding: rest[..<end], as: UTF8.self)
        }

        private mutating func skipBlanks() { rest = rest.drop { " \t\r\n".utf8.contains($0) } }
    }
}
