/// The text of Markdown's lines without links, images and footnotes around it (spec.commonmark.org, "Links", "Images";
/// github.github.com/gfm).
struct MarkdownSpans {
    private let text: [MarkupByte]
    private let labels: Set<[UInt8]>
    private var output: [MarkupByte] = []
    private var brackets: [Bracket] = []

    /// Whether changes are marked: see `endOfChange`.
    private let marksChanges: Bool

    /// The position of the signs that end a change.
    private var changeEnd = -1

    /// A bracket that may begin a link or an image.
    private struct Bracket {
        /// Its position in the output.
        let position: Int
        let isImage: Bool
        /// Whether there are other brackets within: its text is no label then.
        var isNested = false
    }

    /// The text without links, images and emphasis.
    /// - Parameters:
    ///   - text: the lines of `MarkdownBlocks`, each but the last with its line break.
    ///   - labels: the labels that it defines.
    static func shown(_ text: [MarkupByte], labels: Set<[UInt8]>, in dialect: MarkdownDialect) -> [MarkupByte] {
        var spans = MarkdownSpans(text: text, labels: labels, marksChanges: dialect == .gitLab)
        spans.read()
        return MarkdownEmphasis.removed(from: spans.output)
    }

    private init(text: [MarkupByte], labels: Set<[UInt8]>, marksChanges: Bool) {
        self.text = text
        self.labels = labels
        self.marksChanges = marksChanges
    }

    private mutating func read() {
        var index = 0
        while index < text.count {
            let byte = text[index]
            if index == changeEnd {
                index += 2
            } else if let end = endOfChange(at: index) {
                changeEnd = end
                index += 2
            } else if byte == "!", index + 1 < text.count, text[index + 1] == "[" {
                brackets.append(Bracket(position: output.count, isImage: true))
                output += text[index...(index + 1)]
                index += 2
            } else if byte == "[" {
                brackets.append(Bracket(position: output.count, isImage: false))
                output.append(byte)
                index += 1
            } else if byte == "]" {
                index = close(at: index)
            } else {
                output.append(byte)
                index += 1
            }
        }
    }

    /// Handles a closing bracket, and returns where to read on.
    private mutating func close(at index: Int) -> Int {
        guard let bracket = brackets.popLast() else {
            output.append(text[index])
            return index + 1
        }
        let content = output[(bracket.position + (bracket.isImage ? 2 : 1))...]
        let label = bracket.isNested || content.count > 1000 || labels.isEmpty ? [] : content.label
        if label.first == UInt8(ascii: "^"), labels.contains(label) {
            output.removeSubrange(bracket.position...)
            return index + 1
        }
        guard let end = linkEnd(after: index + 1, label) else {
            if !brackets.isEmpty { brackets[brackets.count - 1].isNested = true }
            output.append(text[index])
            return index + 1
        }
        if bracket.isImage {
            output.removeSubrange(bracket.position...)
        } else {
            output[bracket.position] = .hidden
        }
        return attributesEnd(from: end) ?? end
    }

    /// The position of the `+]` that ends a change as GitLab marks it, `{+added+}` or `[-removed-]`; nil if none begins
    /// here (docs.gitlab.com/user/markdown, "Inline diff").
    private func endOfChange(at start: Int) -> Int? {
        guard marksChanges, text[start] == "{" || text[start] == "[", start + 3 < text.count, start > changeEnd,
            text[start + 1] == "+" || text[start + 1] == "-"
        else { return nil }
        let closing: Unicode.Scalar = text[start] == "{" ? "}" : "]"
        // Another bracket ends the search, so that no byte is read for many changes.
        let end = text[(start + 2)...].firstIndex { byte in
            byte.endsLine || byte == "[" || byte == "]" || byte == "{" || byte == "}"
        }
        guard let end, end > start + 3, text[end] == closing, text[end - 1] == text[start + 1] else { return nil }
        // `[-a-](target)` is a link.
        if text[start] == "[", end + 1 < text.count, text[end + 1] == "(" || text[end + 1] == "[" { return nil }
        return end - 1
    }

    /// The end of a list of attributes behind an image or a link: `{: data-layout='center' }` on Bitbucket,
    /// `{width=894 height=600}` on GitLab. Nil if there is none.
    private func attributesEnd(from start: Int) -> Int? {
        guard start < text.count, text[start] == "{" else { return nil }
        let rest = text[(start + 1)...].prefix(1000)
        guard let end = rest.firstIndex(where: { $0.endsLine || $0 == "{" || $0 == "}" }), text[end] == "}" else {
            return nil
        }
        let words = String(decoding: rest[..<end].map(\.byte), as: UTF8.self)
        let isList = [":", "width=", "height="].contains { words.hasPrefix($0) }
        return isList ? end + 1 : nil
    }

    /// The end of a link whose text has just ended; nil if it is none.
    private func linkEnd(after start: Int, _ label: [UInt8]) -> Int? {
        guard start < text.count else { return labels.contains(label) ? start : nil }
        if text[start] == "(", let end = targetEnd(from: start + 1) { return end }
        if text[start] == "[" {
            let rest = text[(start + 1)...].prefix(1000)
            guard let close = rest.firstIndex(where: { $0 == "]" || $0 == "[" }), text[close] == "]" else { return nil }
            let reference = rest[..<close]
            return labels.contains(reference.isEmpty ? label : reference.label) ? close + 1 : nil
        }
        return labels.contains(label) ? start : nil
    }

    /// The end of a link's target in parentheses, with its title; nil if it is none. Deeply nested parentheses end the
    /// search, so that no byte is read for many links.
    private func targetEnd(from start: Int) -> Int? {
        var index = afterSpace(start)
        var depth = 0
        while index < text.count, !text[index].isSpace {
            if text[index] == "(" {
                depth += 1
                guard depth <= 32 else { return nil }
            } else if text[index] == ")" {
                guard depth > 0 else { break }
                depth -= 1
            }
            index += 1
        }
        guard depth == 0, index < text.count else { return nil }
        let title = afterSpace(index)
        if title > index, title < text.count, let closing = Self.closing(text[title]) {
            guard let end = text[(title + 1)...].prefix(1000).firstIndex(where: { $0 == closing }) else { return nil }
            index = end + 1
        }
        index = afterSpace(index)
        return index < text.count && text[index] == ")" ? index + 1 : nil
    }

    private func afterSpace(_ index: Int) -> Int { text[index...].firstIndex { !$0.isSpace } ?? text.count }

    /// The sign that ends a title with this one at its beginning.
    private static func closing(_ byte: MarkupByte) -> Unicode.Scalar? {
        if byte == "\"" { return "\"" }
        if byte == "'" { return "'" }
        return byte == "(" ? ")" : nil
    }
}
