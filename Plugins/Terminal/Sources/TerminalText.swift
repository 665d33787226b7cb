/// Text from any source as lines that are safe on a terminal: nothing in it moves the cursor, changes colours, sets a
/// title or reverses the direction of writing. Such characters are escaped, for example as `\u{1b}`. Excess combining
/// marks on a letter are dropped.
///
/// It is processed scalar by scalar: comparing, hashing or searching a `String` or `Character` of combining marks takes
/// quadratic time.
struct TerminalText {
    /// Most lines.
    static let mostLines = 500

    /// The lines, without the newline after the last one; there is at least one.
    let lines: [String]

    /// Splits at LF and CRLF and escapes control characters. A tab becomes a space.
    /// - Parameter longest: how many bytes of UTF-8 are read; a longer text, or one with more than `mostLines` lines,
    ///   is cut, with `…` at the end.
    init(_ text: String, longest: Int) {
        let text = text.beginning(ofBytes: longest)
        // Most messages are one line of printable ASCII, and are returned unchanged.
        guard !text.isPrintableASCII else {
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

    /// The text as one line: newlines are escaped too.
    static func inline(_ text: String) -> String {
        var marks = MarkLimit()
        return text.unicodeScalars.reduce(into: "") { line, scalar in
            if marks.admits(scalar) { line.appendVisible(scalar) }
        }
    }

    /// The character in its printable form.
    static func visible(_ character: Character) -> String { inline(String(character)) }

    /// A name from outside, made safe for a label: nothing in it ends the label, looks like a space, or is invisible. A
    /// name of more than `mostNameScalars` scalars is cut, with `…` at the end.
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

/// Counts the combining marks on a letter, and detects excess ones.
struct MarkLimit {
    private let most: Int
    private var count = 0

    /// - Parameter most: most marks on one letter. People use up to three or four; the flag of Scotland has six.
    init(_ most: Int = 8) { self.most = most }

    /// Whether the next scalar of the text is within the limit.
    mutating func admits(_ scalar: Unicode.Scalar) -> Bool {
        count = scalar.isMark ? count + 1 : 0
        return count <= most
    }
}

extension String {
    /// Whether all characters are printable ASCII.
    fileprivate var isPrintableASCII: Bool {
        // A span is read several times faster than the view.
        let bytes = utf8.span
        for index in bytes.indices where !(0x20...0x7e).contains(bytes[index]) { return false }
        return true
    }

    /// As many bytes of UTF-8 from the start as fit, including `…`, without separating a letter from its marks. A text
    /// that fits is unchanged.
    func beginning(ofBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        let scalars = unicodeScalars
        var end = utf8.index(startIndex, offsetBy: max(limit - "…".utf8.count, 0))
        while end.samePosition(in: scalars) == nil { end = utf8.index(before: end) }
        var earlier = end
        // A letter with more marks than this exceeds the limit anyway.
        for _ in 0...Self.marksBeforeCut where earlier > startIndex && scalars[earlier].isMark {
            earlier = scalars.index(before: earlier)
        }
        return String(scalars[..<(scalars[earlier].isMark ? end : earlier)]) + "…"
    }

    private static let marksBeforeCut = 30

    /// The text with at most `most` marks on each letter. With the 30 of Unicode Standard Annex 15, 13 ("Stream-Safe
    /// Text Format"), comparing and hashing it takes linear time.
    func limitingMarks(to most: Int = 30) -> String {
        var marks = MarkLimit(most)
        var text = ""
        text.reserveCapacity(utf8.count)
        for scalar in unicodeScalars where marks.admits(scalar) { text.unicodeScalars.append(scalar) }
        return text
    }

    /// Appends a scalar in its printable form.
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
    /// Whether it combines with the scalar before it, instead of standing by itself.
    var isMark: Bool {
        if value < 0x300 { return false }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .format: return true
        default: return properties.isGraphemeExtend
        }
    }

    /// C0 and C1 controls (ECMA-48), line and paragraph separators, and direction controls (Unicode Standard Annex 9,
    /// 2.8; see "Trojan Source", CVE-2021-42574).
    fileprivate var drivesTerminal: Bool {
        switch value {
        case 0x00...0x1f, 0x7f...0x9f: true
        case 0x061c, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether it is visible, and neither looks like a space nor like the end of a label.
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
