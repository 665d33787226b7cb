/// One argument in a converter's parentheses: `max=9`, `open`, `"a, b"`.
struct ConverterArgument: Equatable {
    /// What stands before `=`, nil for a bare text.
    let name: String?
    /// The text, without its quotation marks.
    let value: String

    /// Reads an argument, or returns nil when none stands there.
    init?(_ scanner: inout RuleScanner) {
        if let text = Self.quoted(&scanner) {
            name = nil
            value = text
            return
        }
        let word = Self.word(&scanner)
        scanner.skipBlanks()
        guard scanner.skip(UInt8(ascii: "=")) else {
            guard !word.isEmpty else { return nil }
            name = nil
            value = word
            return
        }
        scanner.skipBlanks()
        name = word
        value = Self.quoted(&scanner) ?? Self.word(&scanner)
    }

    private static func quoted(_ scanner: inout RuleScanner) -> String? {
        guard let mark = scanner.next, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else { return nil }
        var ahead = scanner
        ahead.skip(mark)
        let text = ahead.read { $0 != mark }
        guard ahead.skip(mark) else { return nil }
        scanner = ahead
        return text
    }

    private static func word(_ scanner: inout RuleScanner) -> String {
        scanner.read { RuleScanner.isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 >= 0x80 }
    }
}
