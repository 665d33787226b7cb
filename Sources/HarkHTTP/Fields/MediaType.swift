/// A media type such as `application/json; charset=utf-8` (RFC 9110, 8.3.1).
public struct MediaType: Sendable, Hashable {
    /// One parameter: `charset=utf-8`.
    public struct Parameter: Sendable, Hashable {
        /// The name, in lower case.
        public let name: String
        /// The value, as sent, without quotation marks.
        public let value: String
    }

    /// Most parameters; a text with more is not a valid media type.
    public static let parameterLimit = 16

    /// The part before the slash, in lower case.
    public let type: String

    /// The part after the slash, in lower case.
    public let subtype: String

    /// The parameters, in the order sent.
    public let parameters: [Parameter]

    /// Parses a media type, or returns nil if the text is invalid.
    public init?(_ text: String) {
        var scanner = FieldScanner(text)
        scanner.skipBlanks()
        guard let type = scanner.token(), scanner.takes("/"), let subtype = scanner.token(),
            let parameters = scanner.parameters(atMost: Self.parameterLimit), scanner.isAtEnd
        else { return nil }
        self.init(type: type.lowercased(), subtype: subtype.lowercased(), parameters: parameters)
    }

    init(type: String, subtype: String, parameters: [Parameter] = []) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }
}

extension MediaType {
    /// Type and subtype without parameters: `application/json`.
    public var essence: String { "\(type)/\(subtype)" }

    /// The value of the first parameter with that name, which is given in lower case.
    public subscript(_ parameter: String) -> String? { parameters.first { $0.name == parameter }?.value }

    /// The `boundary` parameter of a multipart type (RFC 2046, 5.1.1).
    public var boundary: String? { self["boundary"] }

    /// Whether this is `application/json`, or a type with the suffix `+json` (RFC 6839, 3.1).
    public var isJSON: Bool { hasEssence(of: .json) || subtype.hasSuffix("+json") }

    /// Whether this is one of the two encodings of a form.
    public var isForm: Bool { hasEssence(of: .form) || hasEssence(of: .multipartForm) }

    private func hasEssence(of other: MediaType) -> Bool { type == other.type && subtype == other.subtype }
}

extension MediaType: CustomStringConvertible {
    /// The type as a header field contains it, with values quoted where necessary.
    public var description: String {
        parameters.reduce(essence) { text, parameter in
            "\(text); \(parameter.name)=\(Self.written(parameter.value))"
        }
    }

    private static func written(_ value: String) -> String {
        if !value.isEmpty, value.utf8.allSatisfy(\.isTokenCharacter) { return value }
        // Scalars, not characters: a quotation mark followed by a combining mark is a single character, which does not
        // equal a quotation mark.
        let escaped = value.unicodeScalars.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"\(String(String.UnicodeScalarView(escaped)))\""
    }
}

extension MediaType {
    /// `application/json`.
    public static let json = MediaType(type: "application", subtype: "json")

    /// `application/x-www-form-urlencoded`.
    public static let form = MediaType(type: "application", subtype: "x-www-form-urlencoded")

    /// `multipart/form-data`, which needs a boundary to be sent.
    public static let multipartForm = MediaType(type: "multipart", subtype: "form-data")

    /// `text/plain`.
    public static let text = MediaType(type: "text", subtype: "plain")

    /// `application/xml`.
    package static let xml = MediaType(type: "application", subtype: "xml")

    /// `application/octet-stream`: bytes of unknown type.
    public static let bytes = MediaType(type: "application", subtype: "octet-stream")
}

extension MediaType {
    /// Guesses the type of a body, for senders that do not state it, and for those that label everything as a form, as
    /// `curl -d` does: `application/json` for an object or an array, `application/x-www-form-urlencoded` for what may
    /// be one, and otherwise `text/plain`.
    ///
    /// A form contains a `=` or an escape, and its names contain only characters that an encoder does not escape
    /// (WHATWG URL, 5.2; RFC 3986, 2.3; PHP's brackets). Values may contain anything, because people write `curl -d
    /// 'title=Backup is done'` by hand.
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

    /// Guesses the type of a file's content: `application/xml` if it begins with a tag or an XML declaration and ends
    /// with `>`, otherwise as `init(guessedOf:)` does.
    package init(guessedOfFile content: [UInt8]) {
        self = Self.canBeXML(content) ? .xml : Self(guessedOf: content)
    }

    /// Checks how the first name begins: with a letter, an underscore, or a non-ASCII character (XML 1.0, 2.3).
    private static func canBeXML(_ content: [UInt8]) -> Bool {
        let mark = JSONValue.byteOrderMark
        let text = (content.starts(with: mark) ? content.dropFirst(mark.count) : content[...])
            .drop(while: \.isWhiteSpace)
        guard text.first == UInt8(ascii: "<"), text.last(where: { !$0.isWhiteSpace }) == UInt8(ascii: ">")
        else { return false }
        let name = text.dropFirst()
        return name.starts(with: Array("?xml".utf8))
            || name.first.map { $0.isLetter || $0 == UInt8(ascii: "_") || $0 >= 0x80 } ?? false
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
