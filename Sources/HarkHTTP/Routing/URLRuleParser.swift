/// Parses the text of a URL rule.
struct URLRuleParser {
    /// The parts of a rule.
    enum Piece: Equatable {
        case slash
        case literal(String)
        case placeholder(URLRule.Placeholder)
    }

    private var scanner: RuleScanner

    init(_ text: String) { scanner = RuleScanner(text) }

    /// The pieces from left to right; a run of slashes is one piece.
    mutating func pieces() throws(URLRuleError) -> [Piece] {
        guard scanner.next == UInt8(ascii: "/") else { throw .noLeadingSlash }
        var pieces: [Piece] = []
        var names: Set<String> = []
        while let byte = scanner.next {
            switch byte {
            case UInt8(ascii: "/"):
                _ = scanner.read { $0 == UInt8(ascii: "/") }
                pieces.append(.slash)
            case UInt8(ascii: "<"):
                let placeholder = try placeholder()
                guard names.insert(placeholder.name).inserted else { throw .repeatedName(placeholder.name) }
                pieces.append(.placeholder(placeholder))
            default:
                pieces.append(.literal(try literal()))
            }
        }
        return pieces
    }

    private mutating func literal() throws(URLRuleError) -> String {
        let text = scanner.read { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "<") }
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: ">"): throw .strayBracket
            case UInt8(ascii: "?"), UInt8(ascii: "#"): throw .notAPath(Character(Unicode.Scalar(byte)))
            case 0..<0x20, 0x7f: throw .controlCharacter
            case UInt8(ascii: "%") where PercentCoding.value(of: bytes[index...].prefix(3)) != nil:
                throw .encodedText(String(decoding: bytes[index...].prefix(3), as: UTF8.self))
            default: continue
            }
        }
        return text
    }

    private mutating func placeholder() throws(URLRuleError) -> URLRule.Placeholder {
        let start = scanner.position
        scanner.skip(UInt8(ascii: "<"))
        var word = scanner.read { !Self.delimiters.contains($0) }
        var converter = URLRule.Converter.string(minLength: 1, maxLength: nil)
        if scanner.next == UInt8(ascii: "(") || scanner.next == UInt8(ascii: ":") {
            let arguments = try arguments(of: word)
            guard scanner.skip(UInt8(ascii: ":")) else { throw unreadable(from: start) }
            converter = try URLRule.Converter(named: word, arguments)
            word = scanner.read { !Self.delimiters.contains($0) }
        }
        guard scanner.skip(UInt8(ascii: ">")) else {
            if scanner.next == nil || scanner.next == UInt8(ascii: "<") {
                throw .unclosedPlaceholder(scanner.text(from: start))
            }
            throw .badName(word + scanner.read { $0 != UInt8(ascii: ">") })
        }
        guard Self.isName(word) else { throw .badName(word) }
        return URLRule.Placeholder(name: word, converter: converter)
    }

    /// Parses the list in parentheses; empty if there are no parentheses.
    private mutating func arguments(of converter: String) throws(URLRuleError) -> [ConverterArgument] {
        guard scanner.skip(UInt8(ascii: "(")) else { return [] }
        var arguments: [ConverterArgument] = []
        scanner.skipBlanks()
        while !scanner.skip(UInt8(ascii: ")")) {
            guard let argument = ConverterArgument(&scanner) else { throw .malformedArguments(converter) }
            arguments.append(argument)
            scanner.skipBlanks()
            guard scanner.skip(UInt8(ascii: ",")) || scanner.next == UInt8(ascii: ")") else {
                throw .malformedArguments(converter)
            }
            scanner.skipBlanks()
        }
        return arguments
    }

    private func unreadable(from start: Int) -> URLRuleError {
        scanner.next == nil
            ? .unclosedPlaceholder(scanner.text(from: start)) : .malformedArguments(scanner.text(from: start))
    }

    private static let delimiters = Array("<>(:".utf8)

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !first.isDigit else { return false }
        return text.utf8.allSatisfy { RuleScanner.isWordByte($0) }
    }
}
