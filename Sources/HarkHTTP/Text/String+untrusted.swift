// The way in which the bytes of requests, payloads and messages become text. Swift compares, hashes and sorts strings
// by Unicode equivalence, in quadratic time for a run of combining marks: one text of 400 kB of them would keep a core
// busy for half a minute. A string from here contains no such run, so that handlers and plugins may use it like any
// other string.

extension String {
    /// Most combining marks in a row: the bound of Unicode's Stream-Safe Text Format (UAX #15, 13), many times more
    /// than any language needs.
    package static let markLimit = 30

    /// A text from outside. Invalid UTF-8 is repaired with U+FFFD; of a run of more than `markLimit` combining marks or
    /// other scalars that extend a character, the rest is dropped. Takes time proportional to the length.
    package init(untrusted bytes: some Collection<UInt8>) {
        self = String(decoding: bytes, as: UTF8.self).boundingMarks
    }

    /// The same, or nil if the bytes are not UTF-8.
    package init?(untrustedUTF8 bytes: some Sequence<UInt8>) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self = text.boundingMarks
    }

    /// The text with each run of combining marks cut to `markLimit`; the text itself if there is no longer run.
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

    /// Whether there are enough non-ASCII bytes in a row for a run that is too long: a mark has at least two.
    package var mayHaveLongMarkRun: Bool {
        let most = 2 * Self.markLimit
        // A longer run would reach one of these bytes.
        let bytes = utf8.span
        guard stride(from: most, to: bytes.count, by: most + 1).contains(where: { bytes[$0] >= 0x80 }) else {
            return false
        }
        var run = 0
        for byte in utf8 {
            run = byte < 0x80 ? 0 : run + 1
            if run > most { return true }
        }
        return false
    }
}

extension Unicode.Scalar {
    /// Whether the scalar belongs to the character before it: it is reordered in normalization (UAX #15, 3), or extends
    /// a grapheme cluster (UAX #29, 3). No scalar below U+0300 does.
    package var extendsCharacter: Bool {
        value >= 0x300 && (properties.isGraphemeExtend || properties.canonicalCombiningClass != .notReordered)
    }
}
