import HarkEvents

extension UntrustedText {
    /// The text without Slack's markup: `<https://a.b|link>` reads `link (https://a.b)`, `<!here>` `@here`, `&amp;` `&`
    /// (docs.slack.dev/messaging/formatting-message-text).
    ///
    /// Only reads the 4,000 scalars that a line can be made of.
    var withoutSlackMarkup: UntrustedText {
        var text = ""
        let shown = String(verbatim.unicodeScalars.prefix(4000))
        var rest = shown[...]
        while let end = rest.utf8.firstIndex(of: UInt8(ascii: ">")) {
            let before = rest[..<end]
            if let start = before.utf8.lastIndex(of: UInt8(ascii: "<")),
                let words = before[before.utf8.index(after: start)...].wordsOfSlackMarkup
            {
                text += "\(before[..<start])\(words)"
            } else {
                text += "\(before)>"
            }
            rest = rest[rest.utf8.index(after: end)...]
        }
        text += rest
        // The ampersand comes last, so that `&amp;lt;` becomes `&lt;`.
        return UntrustedText(
            [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")].reduce(text) { $0.replacing($1.0, with: $1.1) })
    }
}

extension Substring {
    /// The text that people see for markup in angle brackets; nil if it is not markup.
    fileprivate var wordsOfSlackMarkup: String? {
        let parts = split(separator: "|", maxSplits: 1)
        guard let target = parts.first else { return nil }
        let label = parts.dropFirst().first
        switch target.first {
        case "@", "#": return label.map { "\(target.prefix(1))\($0)" } ?? "\(target)"
        case "!": return label.map(String.init) ?? "@\(target.dropFirst())"
        default:
            guard ["https://", "http://", "mailto:"].contains(where: target.hasPrefix) else { return nil }
            return label.map { target.utf8.reversed().starts(with: $0.utf8.reversed()) ? "\($0)" : "\($0) (\(target))" }
                ?? "\(target)"
        }
    }
}
