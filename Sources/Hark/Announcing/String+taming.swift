extension StringProtocol {
    /// A stranger's text made fit for one line of chat, in at most `limit` bytes: runs of white space and line breaks are
    /// one space, control characters and invisible format characters (which can turn the direction of the whole line) are
    /// dropped. Looks at no more than the first 4,000 scalars, so that megabytes of text cost nothing, even where they are
    /// one character with marks upon marks.
    public func tamed(to limit: Int) -> String {
        var tame = String.UnicodeScalarView()
        var isBetweenWords = false
        for scalar in unicodeScalars.prefix(4000) {
            if scalar.properties.isWhitespace {
                isBetweenWords = !tame.isEmpty
            } else if scalar.isVisible {
                if isBetweenWords { tame.append(" ") }
                tame.append(scalar)
                isBetweenWords = false
            }
        }
        return String(tame).clipped(to: limit)
    }

    /// The text if it takes at most `limit` bytes of UTF-8, and else as many whole characters of it as fit before a `…`.
    public func clipped(to limit: Int) -> String {
        guard utf8.count > limit else { return String(self) }
        var clipped = ""
        for character in self {
            guard clipped.utf8.count + character.utf8.count + "…".utf8.count <= limit else { break }
            clipped.append(character)
        }
        return clipped + "…"
    }
}

extension Unicode.Scalar {
    /// Whether the scalar shows, or joins others that do: the two joiners belong to emoji and to Persian and Indic words.
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .surrogate: false
        case .format: self == "\u{200c}" || self == "\u{200d}"
        default: true
        }
    }
}
