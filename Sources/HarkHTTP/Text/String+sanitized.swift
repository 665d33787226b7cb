extension StringProtocol {
    /// A stranger's text reduced to one line of chat, at most `limit` bytes of UTF-8: runs of white space and line
    /// breaks become one space; control characters, format characters (which can reverse the direction of the whole
    /// line) and other invisible characters are dropped; a letter keeps its first four combining marks. Only the first
    /// 4,000 scalars are read, so that megabytes of text cost nothing.
    public func sanitized(to limit: Int) -> String {
        // Most texts are printable ASCII without two spaces in a row, and are returned unchanged.
        if utf8.count <= Swift.min(limit, 4000), utf8.isOnePrintableLine { return String(self) }
        var line = LineSanitizer()
        for scalar in unicodeScalars.prefix(4000) { line.append(scalar) }
        return line.text.clipped(to: limit)
    }

    /// The text if it has at most `limit` bytes of UTF-8, otherwise as many whole characters of it as fit before a `…`.
    public func clipped(to limit: Int) -> String {
        guard utf8.count > limit else { return String(self) }
        // A character with more bytes than fit need not be read completely.
        let start = String(String.UnicodeScalarView(unicodeScalars.prefix(Swift.max(0, limit) + 1))).boundingMarks
        var clipped = ""
        for character in start {
            guard clipped.utf8.count + character.utf8.count + "…".utf8.count <= limit else { break }
            clipped.append(character)
        }
        return clipped + "…"
    }
}

extension Sequence<UInt8> {
    /// Whether all bytes are printable ASCII, with single spaces between them.
    fileprivate var isOnePrintableLine: Bool {
        var last = UInt8(ascii: " ")
        for byte in self {
            guard (0x21...0x7e).contains(byte) || byte == 0x20 && last != 0x20 else { return false }
            last = byte
        }
        return last != 0x20
    }
}

/// Builds one line from untrusted scalars.
private struct LineSanitizer {
    /// Most combining marks on one letter.
    private static let markLimit = 4

    private var scalars = String.UnicodeScalarView()
    private var isBetweenWords = false
    private var marks = 0
    /// How many more tags the current flag may have: seven, which is what the flag of Wales needs including the
    /// terminator (UTS #51, annex C).
    private var tags = 0
    /// A joiner between two visible scalars, kept until the second one arrives.
    private var joiner: Unicode.Scalar?

    var text: String { String(scalars) }

    mutating func append(_ scalar: Unicode.Scalar) {
        if tags > 0, (0xe0020...0xe007f).contains(scalar.value) {
            tags -= 1
            return scalars.append(scalar)
        }
        tags = scalar.value == 0x1f3f4 ? 7 : 0
        if scalar.properties.isWhitespace || scalar.isBlankLetter {
            isBetweenWords = !scalars.isEmpty
            joiner = nil
        } else if scalar == "\u{200c}" || scalar == "\u{200d}" {
            // The two joiners are needed in emoji and in Persian and Indic words.
            joiner = scalars.isEmpty || isBetweenWords ? nil : scalar
        } else if scalar.isMark {
            // A mark needs a letter before it.
            guard !scalars.isEmpty, !isBetweenWords, marks < Self.markLimit else { return }
            marks += 1
            show(scalar)
        } else if scalar.isVisible {
            if isBetweenWords { scalars.append(" ") }
            isBetweenWords = false
            marks = 0
            show(scalar)
        }
    }

    private mutating func show(_ scalar: Unicode.Scalar) {
        if let joiner = joiner.take() { scalars.append(joiner) }
        scalars.append(scalar)
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is invisible although it counts as a letter or a symbol: the Hangul fillers and the blank
    /// Braille pattern.
    fileprivate var isBlankLetter: Bool {
        [0x115f, 0x1160, 0x2800, 0x3164, 0xffa0].contains(value)
    }

    /// Whether the scalar is a combining mark; the two selectors between text and emoji presentation count as such.
    fileprivate var isMark: Bool { extendsCharacter && isVisible || value == 0xfe0e || value == 0xfe0f }

    /// Whether the scalar is visible: not a control or format character, nor one that fonts ignore (Unicode 15, 5.21).
    fileprivate var isVisible: Bool {
        if isASCII { return value >= 0x20 && value != 0x7f }
        switch properties.generalCategory {
        case .control, .surrogate, .format: return false
        default: return !properties.isDefaultIgnorableCodePoint
        }
    }
}
