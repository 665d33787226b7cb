/// Text as activities of Teams bring it.
enum TeamsHTML {
    /// What a person typed, of the HTML that Teams makes of it: without the mention of the bot, which is the first one,
    /// and without markup.
    static func typed(_ html: String) -> String {
        var typed = String.UnicodeScalarView()
        var rest = html.unicodeScalars[...]
        var isBotNamed = false
        var hasTags = true
        while let scalar = rest.first {
            if scalar == "<", hasTags {
                guard let end = rest.firstIndex(of: ">") else {
                    // None ends any more: what is left is looked through once.
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
        return trimmed(typed)
    }

    /// A text without white space around it, and with plain spaces in it.
    private static func trimmed(_ scalars: String.UnicodeScalarView) -> String {
        let spaced: [Unicode.Scalar] = scalars.map { $0 == "\u{A0}" ? " " : $0 }
        var rest = spaced[...]
        while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
        while rest.last?.properties.isWhitespace == true { rest.removeLast() }
        return String(String.UnicodeScalarView(rest))
    }

    /// Where the text goes on after `Name</at>`; at once where the mention has no end.
    private static func afterMention(in rest: Substring.UnicodeScalarView) -> String.Index {
        Substring(rest).firstRange(of: "</at>")?.upperBound ?? rest.startIndex
    }

    /// The name of a tag in lower case, with the `/` of one that ends something: `at` of `at id="0"`.
    private static func tagName(_ tag: Substring.UnicodeScalarView) -> String {
        let isEnd = tag.first == "/"
        let name = tag.dropFirst(isEnd ? 1 : 0).prefix(8).prefix { $0.properties.isAlphabetic }
        return (isEnd ? "/" : "") + String(name).lowercased()
    }

    /// The character that a reference at the start stands for, and where the text goes on; nil where there is none.
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
