extension MediaType {
    /// What a body seems to be, for senders that do not say, and for those that call everything a form, as `curl -d` does:
    /// `application/json` for an object or an array, `application/x-www-form-urlencoded` for what can be one, and else
    /// `text/plain`.
    ///
    /// A form has a `=` or an escape, and its names are written as an encoder leaves them (WHATWG URL, 5.2; RFC 3986, 2.3;
    /// PHP's brackets). Values may hold anything, for people write `curl -d 'title=Backup is done'` by hand.
    public init(guessedOf body: [UInt8]) {
        guard JSONValue.begins(body) else {
            self = Self.canBeForm(body) ? .form : .text
            return
        }
        switch try? JSONValue(parsing: body) {
        case .object, .array: self = .json
        default: self = .text
        }
    }

    /// What the content of a file seems to be: `application/xml` where it begins with a tag or an XML declaration and ends
    /// with `>`, and else as `init(guessedOf:)` says.
    package init(guessedOfFile content: [UInt8]) {
        self = Self.canBeXML(content) ? .xml : Self(guessedOf: content)
    }

    /// A name begins with a letter, an underscore, or something beyond ASCII (XML 1.0, 2.3).
    private static func canBeXML(_ content: [UInt8]) -> Bool {
        let mark = JSONValue.byteOrderMark
        let text = (content.starts(with: mark) ? content.dropFirst(mark.count) : content[...])
            .drop { whiteSpace.contains($0) }
        guard text.first == UInt8(ascii: "<"), text.last(where: { !whiteSpace.contains($0) }) == UInt8(ascii: ">")
        else { return false }
        let name = text.dropFirst()
        return name.starts(with: Array("?xml".utf8))
            || name.first.map { $0.isAlphanumeric && !$0.isDigit || $0 == UInt8(ascii: "_") || $0 >= 0x80 } ?? false
    }

    private static func canBeForm(_ body: [UInt8]) -> Bool {
        (body.contains(UInt8(ascii: "=")) || hasEscape(body))
            && body.split(separator: UInt8(ascii: "&")).allSatisfy { field in
                let name = field.prefix { $0 != UInt8(ascii: "=") }
                return !name.isEmpty && name.allSatisfy { $0.isAlphanumeric || namePunctuation.contains($0) }
            }
    }

    private static func hasEscape(_ body: [UInt8]) -> Bool {
        body.indices.dropLast(2).contains { index in
            body[index] == UInt8(ascii: "%") && body[index + 1].hexadecimalValue != nil
                && body[index + 2].hexadecimalValue != nil
        }
    }

    private static let whiteSpace = Array(" \t\r\n".utf8)
    private static let namePunctuation = Array("*-._~+%[]".utf8)
}
