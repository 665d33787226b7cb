extension Character {
    /// The width of this character on a terminal: 0, 1 or 2 columns. Emoji and characters that Unicode Standard Annex
    /// 11 calls wide take two, marks and invisible characters none. Terminals differ for rare ones; the prompt
    /// tolerates that.
    var columns: Int {
        if isASCII { return 1 }
        let scalars = unicodeScalars
        let isEmoji = scalars.count > 1 && scalars.contains { $0 == "\u{fe0f}" || $0 == "\u{20e3}" }
        return isEmoji ? 2 : scalars.reduce(0) { max($0, $1.columns) }
    }

    /// The greatest width that any terminal in use gives this character, in columns.
    var mostColumns: Int { max(columns, unicodeScalars.reduce(0) { $0 + $1.mostColumns }) }
}

extension Unicode.Scalar {
    /// The width of this scalar by itself, in columns.
    fileprivate var columns: Int {
        if isASCII { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return isWide ? 2 : 1
        }
    }

    /// The greatest width that any terminal in use gives this scalar, in any context: a terminal that does not join
    /// emoji shows each, and one that does not know a mark shows a box.
    fileprivate var mostColumns: Int {
        if isASCII { return 1 }
        let properties = properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return isLongKnown ? 0 : 2
        case .format: return properties.isDefaultIgnorableCodePoint && isLongKnown && value != 0xad ? 0 : 1
        case .unassigned, .privateUse: return 2
        default: return isWide || properties.isEmoji || value >= 0x16000 ? 2 : 1
        }
    }

    /// Whether it has been in Unicode since version 9 (2016), so that every terminal in use knows it.
    private var isLongKnown: Bool { properties.age.map { $0.major <= 9 } ?? false }

    private var isWide: Bool {
        if properties.isEmojiPresentation { return true }
        return Self.wide.contains { $0.contains(value) }
    }

    /// The blocks of East Asian Width W and F, rounded to whole blocks (`EastAsianWidth.txt`).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115f,  // Hangul leading consonants
        0x2630...0x2637,  // trigrams
        0x268a...0x268f,  // monograms and digrams
        0x2e80...0x303e,  // CJK radicals, punctuation
        0x3041...0xa4cf,  // kana, CJK, Yi
        0xa960...0xa97f,  // Hangul extended A
        0xac00...0xd7a3,  // Hangul syllables
        0xf900...0xfaff,  // CJK compatibility
        0xfe30...0xfe6f,  // CJK compatibility forms
        0xff01...0xff60,  // full-width forms
        0xffe0...0xffe6,
        0x16fe0...0x18dff,  // Tangut, Khitan
        0x1aff0...0x1b2ff,  // kana, Nushu
        0x1d300...0x1d376,  // Tai Xuan Jing symbols, counting rods
        0x1f200...0x1f265,  // squared CJK
        0x1f300...0x1f64f,  // pictographs
        0x1f900...0x1f9ff,
        0x20000...0x3fffd,  // CJK extensions
    ]
}

extension StringProtocol {
    /// The width of this text on a terminal, in columns; it must be a single line without control characters.
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The greatest width that any terminal in use gives this text, so that a row within this width is never wrapped by
    /// the terminal.
    var mostColumns: Int { reduce(0) { $0 + $1.mostColumns } }
}
