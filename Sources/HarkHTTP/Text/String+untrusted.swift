// The one gate through which bytes from outside become text. Swift compares, hashes and sorts strings by Unicode
// equivalence, in time quadratic in a run of combining marks: one text of 400 kB of them would keep a core busy for
// half a minute. Whatever has passed the gate holds no such run, so that handlers and plugins may use it like any other
// string.

extension String {
    /// Most marks in a row: the bound of Unicode's Stream-Safe Text Format (UAX #15, 13), which is many times what any
    /// language writes.
    package static let markLimit = 30

    /// A text from outside. Bytes that are not UTF-8 become U+FFFD; of a run of more than `markLimit` combining marks
    /// or other scalars that extend a character, the rest is dropped. Takes time in proportion to the length.
    package init(untrusted bytes: some Collection<UInt8>) {
        self = String(decoding: bytes, as: UTF8.self).boundingMarks
    }

    /// The same, or nil when the bytes are not UTF-8.
    package init?(untrustedUTF8 bytes: some Sequence<UInt8>) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self = text.boundingMarks
    }

    /// The text without the rest of each run of more than `markLimit` marks; the text itself where there is none.
    package var boundingMarks: String {
        guard mayHaveLongMarkRun else { return self }
        var bounded = UnicodeScalarView()
        var run = 0
        for scalar in unicodeScalars {
            run = scalar.extendsCharacter ? run + 1 : 0
            if run <= Self.markLimit { bounded.append(scalar) }
        }
        return String(bounded)
    }

    /// Whether there are as many bytes beyond ASCII in a row as a run of too many marks takes: two for each.
    private var mayHaveLongMarkRun: Bool {
        guard utf8.count > 2 * Self.markLimit else { return false }
        var run = 0
        for byte in utf8 {
            run = byte < 0x80 ? 0 : run + 1
            if run > 2 * Self.markLimit { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// Whether the scalar belongs to the character before it: it is reordered in normalization (UAX #15, 3), or extends
    /// a grapheme cluster (UAX #29, 3). None below U+0300 does.
    package var extendsCharacter: Bool {
        value >= 0x300 && (properties.isGraphemeExtend || properties.canonicalCombiningClass != .notReordered)
    }
}
