extension Facts {
    /// What somebody says in a comment written in Markdown, as its page shows it first: without `<!-- … -->` and `<img …>`,
    /// and without the lines that it quotes before it begins.
    public var remark: String? {
        guard let shown = text?.withoutMarkup else { return nil }
        let lines = shown.split(whereSeparator: \.isNewline)
        let own = lines.drop { $0.allSatisfy(\.isWhitespace) || $0.isQuote }
        // A comment that only quotes says that.
        return own.isEmpty ? shown : own.joined(separator: "\n")
    }
}

extension Substring {
    /// Whether the line is a block quote (spec.commonmark.org, "Block quotes").
    fileprivate var isQuote: Bool { drop(while: \.isWhitespace).first == ">" }
}

extension String {
    /// The text without HTML's comments and images. Looks at no more than the first 20,000 scalars: what bots hide at the
    /// beginning is seldom longer.
    fileprivate var withoutMarkup: String {
        var rest = Substring(unicodeScalars.prefix(20_000))
        var shown = ""
        while let start = rest.firstIndex(of: "<") {
            shown += rest[..<start]
            rest = rest[start...]
            guard let end = rest.markupEnd else {
                shown.append("<")
                rest = rest.dropFirst()
                continue
            }
            rest = rest[end...]
        }
        return shown + rest
    }
}

extension Substring {
    /// Where the comment or the image that the text begins with ends, be that at the end of the text; nil where it begins
    /// with neither.
    fileprivate var markupEnd: Index? {
        if hasPrefix("<!--") { return firstRange(of: "-->")?.upperBound ?? endIndex }
        guard prefix(4).lowercased() == "<img", !(dropFirst(4).first?.isLetter ?? true) else { return nil }
        return firstIndex(of: ">").map { index(after: $0) } ?? endIndex
    }
}
