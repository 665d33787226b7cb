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

    private static let namePunctuation = Array("*-._~+%[]".utf8)
}
