extension StringProtocol {
    /// A stranger's text reduced to one line of chat, at most `limit` bytes of UTF-8: runs of white space and line
    /// breaks become one space; escape sequences of terminals, control characters, format characters (which can reverse
    /// the direction of the whole line) and other invisible characters are dropped; a letter keeps its first four
    /// combining marks. Only the first 16,384 scalars are read, so that megabytes of text cost nothing.
    public func sanitized(to limit: Int) -> String {
        // Most texts are printable ASCII without two spaces in a row, and are returned unchanged.
        let length = utf8.count
        if length <= limit, utf8.isOnePrintableLine { return String(self) }
        var line = LineSanitizer()
        let all = Substring(self).unicodeScalars
        let scalars = length <= Self.readLimit ? all : all.prefix(Self.readLimit)
        var index = scalars.startIndex
        // What is longer than the limit is cut anyway.
        while index < scalars.endIndex, line.byteCount <= limit {
            if let end = scalars.escapeSequenceEnd(at: index) {
                index = end
            } else {
                line.append(scalars[index])
                scalars.formIndex(after: &index)
            }
        }
        return line.text.clipped(to: limit)
    }

    private static var readLimit: Int { 16_384 }

    /// The text if it has at most `limit` bytes of UTF-8, otherwise as many whole characters of it as fit before a `…`.
    /// A character of more than 64 bytes, which no language needs, is cut between its scalars.
    public func clipped(to limit: Int) -> String {
        guard utf8.count > limit else { return String(self) }
        // In ASCII each byte is a character, but for CR and LF together.
        if utf8.prefix(Swift.max(0, limit) + 1).allSatisfy({ $0 < 0x80 && $0 != 0x0d }) {
            return String(decoding: utf8.prefix(Swift.max(0, limit - "…".utf8.count)), as: UTF8.self) + "…"
        }
        // A character with more bytes than fit need not be read completely.
        let start = String(String.UnicodeScalarView(unicodeScalars.prefix(Swift.max(0, limit) + 1))).boundingMarks
        var clipped = ""
        for character in start {
            let room = limit - clipped.utf8.count - "…".utf8.count
            guard character.utf8.count > room else {
                clipped.append(character)
                continue
            }
            if character.utf8.count > 64 { clipped.append(scalarsOf: character, upTo: room) }
            break
        }
        return clipped + "…"
    }
}

extension String {
    /// Appends the first scalars of a character, at most `room` bytes.
    fileprivate mutating func append(scalarsOf character: Character, upTo room: Int) {
        var room = room
        for scalar in character.unicodeScalars {
            room -= scalar.utf8.count
            guard room >= 0 else { return }
            unicodeScalars.append(scalar)
        }
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

    /// Most joiners in one character. The emoji with most people has four.
    private static let joinLimit = 8

    private var scalars = String.UnicodeScalarView()
    private var isBetweenWords = false
    private var marks = 0
    /// How many more tags the current flag may have: seven, which is what the flag of Wales needs including the
    /// terminator (UTS #51, annex C).
    private var tags = 0
    /// A joiner between two visible scalars, kept until the second one arrives.
    private var joiner: Unicode.Scalar?
    /// How many joiners the current character has.
    private var joins = 0

    var text: String { String(scalars) }

    /// The length of the line so far, in bytes of UTF-8.
    private(set) var byteCount = 0

    mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isCommonLetter { return appendVisible(scalar) }
        if tags > 0, (0xe0020...0xe007f).contains(scalar.value) {
            tags -= 1
            return put(scalar)
        }
        tags = 0
        if scalar.isCommonFormat { return }
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
            appendVisible(scalar)
        }
    }

    private mutating func appendVisible(_ scalar: Unicode.Scalar) {
        tags = scalar.value == 0x1f3f4 ? 7 : 0
        if isBetweenWords { put(" ") }
        isBetweenWords = false
        marks = 0
        if joiner == nil { joins = 0 }
        show(scalar)
    }

    private mutating func show(_ scalar: Unicode.Scalar) {
        if let joiner = joiner.take(), joins < Self.joinLimit {
            joins += 1
            put(joiner)
        }
        put(scalar)
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        scalars.append(scalar)
        byteCount += scalar.utf8.count
    }
}

extension Unicode.Scalar {
    /// Whether the scalar is one of the most frequent visible letters and signs, of which no property need be looked
    /// up: ASCII, Latin, Cyrillic, Chinese characters and Hangul.
    fileprivate var isCommonLetter: Bool {
        switch value {
        case 0x21...0x7e, 0xa1...0xac, 0xae...0x24f, 0x400...0x482, 0x4e00...0x9fff, 0xac00...0xd7a3: true
        default: false
        }
    }

    /// Whether the scalar is one of the invisible ones that are sent in great number, of which no property need be
    /// looked up either.
    fileprivate var isCommonFormat: Bool {
        switch value {
        case 0x200b, 0x200e, 0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff, 0xe0000...0xe0fff: true
        default: false
        }
    }

    /// Whether the scalar is invisible although it counts as a letter or a symbol: the Hangul fillers, the blank
    /// Braille pattern, the object that is missing, and the musical note without a head.
    fileprivate var isBlankLetter: Bool {
        switch value {
        case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0, 0xfffc, 0x1d159: true
        default: false
        }
    }

    /// Whether the scalar is a combining mark; the two selectors between text and emoji presentation count as such.
    fileprivate var isMark: Bool { extendsCharacter && isVisible || value == 0xfe0e || value == 0xfe0f }

    /// Whether the scalar is visible: not a control or format character, one that fonts ignore, or a noncharacter
    /// (Unicode 15, 5.21 and 23.7).
    fileprivate var isVisible: Bool {
        if isASCII { return value >= 0x20 && value != 0x7f }
        switch properties.generalCategory {
        case .control, .surrogate, .format: return false
        default: return !properties.isDefaultIgnorableCodePoint && !properties.isNoncharacterCodePoint
        }
    }
}
