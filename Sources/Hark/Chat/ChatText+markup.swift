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
}
