extension JSONValue {
    /// The value as JSON: compact, members in their order, with the minimum of escapes. A number that JSON cannot
    /// represent (infinity, not-a-number) becomes `null`, as in JavaScript.
    public func serialized() -> String {
        var text = ""
        write(to: &text)
        return text
    }

    /// The start of the value as JSON, at most `limit` scalars.
    public func serialized(upTo limit: Int) -> String {
        var text = ""
        write(to: &text, upTo: limit)
        return String(text.unicodeScalars.prefix(limit))
    }

    private func write(to text: inout String, upTo limit: Int = .max) {
        if text.utf8.count > limit { return }
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += value.description
        case .number(let value): text += value.isFinite ? value.description : "null"
        case .longNumber(let written): text += written
        case .string(let value): Self.write(value, to: &text, upTo: limit)
        case .array(let elements):
            text += "["
            for (position, element) in elements.enumerated() {
                if text.utf8.count > limit { return }
                if position > 0 { text += "," }
                element.write(to: &text, upTo: limit)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (position, member) in members.enumerated() {
                if text.utf8.count > limit { return }
                if position > 0 { text += "," }
                Self.write(member.name, to: &text, upTo: limit)
                text += ":"
                member.value.write(to: &text, upTo: limit)
            }
            text += "}"
        }
    }

    private static func write(_ string: String, to text: inout String, upTo limit: Int) {
        // Most strings need no escape, and are appended as they are.
        if string.utf8.count <= limit, !string.utf8.contains(where: isEscaped) {
            text += "\""
            text += string
            text += "\""
            return
        }
        text += "\""
        for scalar in string.unicodeScalars.prefix(limit) {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}":
                text += scalar.value < 0x10 ? "\\u000" : "\\u00"
                text += String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private static func isEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON.
    public var description: String { serialized() }
}
