/// Text from anywhere as lines that are harmless on a terminal: nothing in it moves the cursor, changes a colour, sets
/// a title or turns the direction of writing. What would is shown as an escape, such as `\u{1b}`. More marks on one
/// letter than people write are left out.
///
/// It is read scalar by scalar: comparing, hashing or searching a `String` or `Character` made of combining marks takes
/// time in proportion to the square of its length.
struct TerminalText {
    /// Most lines kept.
    static let mostLines = 500

    /// The lines, without the newline that ends the last one; there is at least one.
    let lines: [String]

    /// Splits at LF and CRLF and escapes the rest. A tab becomes a space.
    /// - Parameter longest: most bytes of UTF-8 looked at; of a longer text the beginning is kept, with `…` after it,
    ///   and of one with more than `mostLines` lines too.
    init(_ text: String, longest: Int) {
        let text = text.beginning(ofBytes: longest)
        // Most messages are one line of printable ASCII, and stand as they are.
        guard !text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
            lines = [text]
            return
        }
        var lines: [String] = []
        var line = ""
        var marks = MarkLimit()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n" {
                lines.append(line)
                line = ""
                if lines.count == Self.mostLines { break }
            } else {
                if isAfterReturn { line.appendEscape("\r") }
                if scalar != "\r", marks.admits(scalar) { line.appendVisible(scalar) }
            }
            isAfterReturn = scalar == "\r"
        }
        if lines.count == Self.mostLines {
            lines.append("…")
        } else {
            if isAfterReturn { line.appendEscape("\r") }
            if !line.isEmpty || lines.isEmpty { lines.append(line) }
        }
        self.lines = lines
    }

    /// The text as one line: a newline is escaped as well.
    static func inline(_ text: String) -> String {
        var marks = MarkLimit()
        return text.unicodeScalars.reduce(into: "") { line, scalar in
            if marks.admits(scalar) { line.appendVisible(scalar) }
        }
    }

    /// The character as it may be printed.
    static func visible(_ character: Character) -> String { inline(String(character)) }

    /// A name from outside as it may stand in a label: nothing in it ends the label, looks like a space, or is not
    /// seen. Of a name of more than `mostNameScalars` scalars the beginning is kept, with `…` after it.
    static func name(_ text: String) -> String {
        let isPlain = { (byte: UInt8) in byte < 0x80 && Unicode.Scalar(byte).isPlainInNames }
        if text.utf8.count <= mostNameScalars, text.utf8.allSatisfy(isPlain) { return text }
        var name = ""
        var marks = MarkLimit(2)
        for scalar in text.unicodeScalars.prefix(mostNameScalars) {
            let isOnLetter = marks.admits(scalar) && !(name.isEmpty && scalar.isMark)
            if isOnLetter, scalar.isPlainInNames {
                name.unicodeScalars.append(scalar)
            } else {
                name.appendEscape(scalar)
            }
        }
        return text.unicodeScalars.dropFirst(mostNameScalars).isEmpty ? name : name + "…"
    }

    private static let mostNameScalars = 64
}

/// Counts the marks on a letter, and says when there are too many.
struct MarkLimit {
    private let most: Int
    private var count = 0

    /// - Parameter most: most marks on one letter. People write up to three or four; the flag of Scotland has six.
    init(_ most: Int = 8) { self.most = most }

    /// Whether the next scalar of the text is not one mark too many.
    mutating func admits(_ scalar: Unicode.Scalar) -> Bool {
        count = scalar.isMark ? count + 1 : 0
        return count <= most
    }
}

extension String {
    /// As many bytes of UTF-8 from the beginning as fit, `…` included, without cutting a letter from its marks. A text
    /// that fits as it is stays so.
    func beginning(ofBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let scalars = unicodeScalars
        var end = utf8.index(startIndex, offsetBy: max(limit - "…".utf8.count, 0))
        while end.samePosition(in: scalars) == nil { end = utf8.index(before: end) }
        var earlier = end
        // A letter with more marks than these has too many of them anyway.
        for _ in 0...Self.marksBeforeCut where earlier > startIndex && scalars[earlier].isMark {
            earlier = scalars.index(before: earlier)
        }
        return String(scalars[..<(scalars[earlier].isMark ? end : earlier)]) + "…"
    }

    private static let marksBeforeCut = 30

    /// The text with at most `most` marks on each letter. With the 30 of Unicode Standard Annex 15, 13 ("Stream-Safe
    /// Text Format"), comparing and hashing it is linear.
    func limitingMarks(to most: Int = 30) -> String {
        var marks = MarkLimit(most)
        var text = ""
        text.reserveCapacity(utf8.count)
        for scalar in unicodeScalars where marks.admits(scalar) { text.unicodeScalars.append(scalar) }
        return text
    }

    /// Appends a scalar as it may be printed.
    fileprivate mutating func appendVisible(_ scalar: Unicode.Scalar) {
        if scalar == "\t" {
            self += " "
        } else if scalar.drivesTerminal {
            appendEscape(scalar)
        } else {
            unicodeScalars.append(scalar)
        }
    }

    fileprivate mutating func appendEscape(_ scalar: Unicode.Scalar) {
        self += "\\u{\(String(scalar.value, radix: 16))}"
    }
}

extension Unicode.Scalar {
    /// Whether it is drawn on the scalar before it or joins it, instead of standing by itself.
    var isMark: Bool {
        if value < 0x300 { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: return true
        default: return properties.isGraphemeExtend
        }
    }

    /// C0 and C1 controls (ECMA-48), the line and paragraph separators, and the controls of direction (Unicode Standard
    /// Annex 9, 2.8; see "Trojan Source", CVE-2021-42574).
    fileprivate var drivesTerminal: Bool {
        switch value {
        case 0x00...0x1f, 0x7f...0x9f: true
        case 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether people see it, and see that it is neither a space nor the edge of a label.
    fileprivate var isPlainInNames: Bool {
        switch self {
        case "[", "]", "\\", "\u{2800}": return false
        default: break
        }
        if isASCII { return value > 0x20 && value < 0x7f }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned, .enclosingMark:
            return false
        default:
            return !properties.isDefaultIgnorableCodePoint
        }
    }
}
