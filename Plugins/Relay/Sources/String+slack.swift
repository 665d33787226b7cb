import HarkEvents

extension UntrustedText {
    /// The text without Slack's markup: `<https://a.b|link>` reads `link (https://a.b)`, `<!here>` `@here`, `&amp;`
    /// `&`, and a mention without a name `@somebody` (docs.slack.dev/messaging/formatting-message-text).
    ///
    /// Only reads the 4,000 scalars that a line can be made of.
    var withoutSlackMarkup: UntrustedText {
        let text = replacingAngleBrackets { $0.wordsOfSlackMarkup }.verbatim
        // The ampersand comes last, so that `&amp;lt;` becomes `&lt;`.
        return UntrustedText(
            [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) { $0.replacing($1.0, with: $1.1) })
    }

    /// The text with other words for what is in angle brackets, if it is markup; only its first 4,000 scalars.
    /// - Parameter words: returns the words for what is between the brackets; nil if it is no markup.
    func replacingAngleBrackets(_ words: (Substring) -> String?) -> UntrustedText {
        var text = ""
        let shown = verbatim.prefixOfLine
        var rest = shown[...]
        while let end = rest.utf8.firstIndex(of: UInt8(ascii: ">")) {
            let before = rest[..<end]
            if let start = before.utf8.lastIndex(of: UInt8(ascii: "<")),
                let words = words(before[before.utf8.index(after: start)...])
            {
                text += "\(before[..<start])\(words)"
            } else {
                text += "\(before)>"
            }
            rest = rest[rest.utf8.index(after: end)...]
        }
        return UntrustedText(text + rest)
    }
}

extension Substring {
    /// The text that people see for markup in angle brackets; nil if it is not markup.
    fileprivate var wordsOfSlackMarkup: String? {
        let parts = split(separator: "|", maxSplits: 1)
        guard let target = parts.first else { return nil }
        let label = parts.dropFirst().first
        switch target.first {
        case "@": return label.map { "@\($0)" } ?? (target.dropFirst().isSlackID ? "@somebody" : "\(target)")
        case "#": return label.map { "#\($0)" } ?? (target.dropFirst().isSlackID ? "#a channel" : "\(target)")
        case "!":
            if target.hasPrefix("!subteam^") { return label.map(String.init) ?? "@a group" }
            return label.map(String.init) ?? "@\(target.dropFirst())"
        default:
            let isPhone = target.hasPrefix("tel:")
            guard isPhone || ["https://", "http://", "mailto:"].contains(where: target.hasPrefix) else { return nil }
            let address = isPhone ? target.dropFirst(4) : target
            return label.map {
                address.utf8.reversed().starts(with: $0.utf8.reversed()) ? "\($0)" : "\($0) (\(address))"
            } ?? "\(address)"
        }
    }

    /// Whether it has the form of an identifier, instead of a name: `U024BE7LH`.
    private var isSlackID: Bool {
        first.map { "UWBCGDT".contains($0) } == true && count > 1
            && utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) }
    }
}
