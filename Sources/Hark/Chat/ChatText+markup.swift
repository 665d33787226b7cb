extension ChatText {
    /// A URL as the target of a link in Markdown, which it cannot end early. Spaces and control characters are `%20`.
    /// - Parameters:
    ///   - url: the URL.
    ///   - marks: further ASCII characters that a network would read as markup there; they are percent-encoded, as
    ///     brackets and backslashes always are.
    public static func linkTarget(_ url: String, escaping marks: String = "") -> String {
        let escaped = Set("()<>\\\(marks)".unicodeScalars)
        var target = ""
        for scalar in url.unicodeScalars {
            if escaped.contains(scalar) {
                target += "%\(String(scalar.value, radix: 16, uppercase: true))"
            } else if scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F {
                target += "%20"
            } else {
                target.unicodeScalars.append(scalar)
            }
        }
        return target
    }

    /// A text between two marks, such as asterisks, which most networks read only with no white space after the first
    /// and before the last.
    /// - Parameters:
    ///   - text: the text.
    ///   - mark: the mark.
    ///   - marks: characters with which the text is left without marks.
    ///   - escaping: makes a text free of other markup.
    ///   - unmarked: does so where the text is left without marks; nil if it is `escaping`.
    public static func marked(
        _ text: String, with mark: String, unlessContaining marks: String = "", escaping: (String) -> String,
        unmarked: ((String) -> String)? = nil
    ) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, !first.properties.isWhitespace,
            !last.properties.isWhitespace, !scalars.contains(where: marks.unicodeScalars.contains)
        else { return unmarked?(text) ?? escaping(text) }
        return "\(mark)\(escaping(text))\(mark)"
    }
}

extension Unicode.Scalar {
    /// Whether it is an ASCII letter or digit: between two of them, most networks read no markup.
    public var isASCIIWordPart: Bool { isASCIIDigit || isASCII && properties.isAlphabetic }

    /// Whether it is one of `0` to `9`.
    public var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
