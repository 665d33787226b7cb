import HarkEvents

/// Text in Teams' activities.
enum TeamsHTML {
    /// The text that a person typed, from Teams' HTML: without the mention of the bot, which comes first, and without
    /// markup.
    static func typed(_ html: String) -> String {
        var typed = String.UnicodeScalarView()
        var rest = html.unicodeScalars[...]
        var isBotNamed = false
        var hasTags = true
        while let scalar = rest.first {
            if scalar == "<", hasTags {
                guard let end = rest.firstIndex(of: ">") else {
                    // No tag is closed any more: the rest is scanned only once.
                    hasTags = false
                    continue
                }
                let name = tagName(rest[..<end].dropFirst())
                rest = rest[rest.index(after: end)...]
                switch name {
                case "at" where !isBotNamed:
                    isBotNamed = true
                    rest = rest[afterMention(in: rest)...]
                    typed.append(" ")
                case "br", "p", "/p", "div", "/div", "li", "/li": typed.append(" ")
                default: break
                }
            } else if scalar == "&", let (decoded, end) = entity(rest) {
                typed.append(decoded)
                rest = rest[end...]
            } else {
                typed.append(scalar)
                rest = rest.dropFirst()
            }
        }
        // No-break spaces are typed spaces.
        let spaced: [Unicode.Scalar] = typed.map { $0 == "\u{A0}" ? " " : $0 }
        return String(String.UnicodeScalarView(spaced.trimming(while: \.properties.isWhitespace)))
    }

    /// The position after `Name</at>`; the start if the mention is not closed.
    private static func afterMention(in rest: Substring.UnicodeScalarView) -> String.Index {
        Substring(rest).firstRange(of: "</at>")?.upperBound ?? rest.startIndex
    }

    /// The lower-case name of a tag, with the `/` of an end tag: `at` for `at id="0"`.
    private static func tagName(_ tag: Substring.UnicodeScalarView) -> String {
        let isEnd = tag.first == "/"
        let name = tag.dropFirst(isEnd ? 1 : 0).prefix(8).prefix { $0.properties.isAlphabetic }
        return (isEnd ? "/" : "") + String(name).lowercased()
    }

    /// The character of an entity at the start, and the position after it; nil if there is none.
    private static func entity(
        _ rest: Substring.UnicodeScalarView
    ) -> (scalar: Unicode.Scalar, end: String.UnicodeScalarView.Index)? {
        guard let end = rest.prefix(12).firstIndex(of: ";") else { return nil }
        let name = String(rest[..<end].dropFirst())
        let scalar: Unicode.Scalar? =
            switch name {
            case "amp": "&"
            case "lt": "<"
            case "gt": ">"
            case "quot": "\""
            case "apos": "'"
            case "nbsp": " "
            case _ where name.hasPrefix("#x") || name.hasPrefix("#X"):
                UInt32(name.dropFirst(2), radix: 16).flatMap { Unicode.Scalar($0) }
            case _ where name.hasPrefix("#"): UInt32(name.dropFirst()).flatMap { Unicode.Scalar($0) }
            default: nil
            }
        return scalar.map { ($0, rest.index(after: end)) }
    }
}
