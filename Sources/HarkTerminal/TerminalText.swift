/// Text from anywhere made harmless for a terminal: nothing in it moves the cursor, changes a colour, sets a title or
/// turns the direction of writing. What would is shown as an escape, such as `\u{1b}`.
struct TerminalText {
    /// The lines, without the newline that ends the last one; there is at least one.
    let lines: [String]

    /// Splits at LF and CRLF and escapes the rest. A tab becomes a space.
    init(_ text: some StringProtocol) {
        var lines: [String] = []
        var line = ""
        for character in text {
            if character == "\n" || character == "\r\n" {
                lines.append(line)
                line = ""
            } else {
                line += Self.visible(character)
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        self.lines = lines
    }

    /// The text as one line: a newline is escaped as well.
    static func inline(_ text: some StringProtocol) -> String {
        text.reduce(into: "") { $0 += visible($1) }
    }

    /// The character as it may be printed.
    static func visible(_ character: Character) -> String {
        if character == "\t" { return " " }
        guard character.unicodeScalars.contains(where: drivesTerminal) else { return String(character) }
        return character.unicodeScalars.reduce(into: "") { text, scalar in
            text += drivesTerminal(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }
    }

    /// C0 and C1 controls (ECMA-48), the line and paragraph separators, and the controls of direction (Unicode Standard
    /// Annex 9, 2.8; see "Trojan Source", CVE-2021-42574).
    private static func drivesTerminal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1f, 0x7f...0x9f: true
        case 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
