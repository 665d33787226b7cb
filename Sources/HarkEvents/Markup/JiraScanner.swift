/// Reads a text in Jira's wiki markup for the first time: code and escaped characters become literal, macros, links and
/// images are left out. Signs of lines and emphasis are left to `UntrustedText.shownJiraMarkup`.
struct JiraScanner {
    private let text: [UInt8]
    private var index = 0
    private var output: [MarkupByte] = []

    /// The text with its literal parts marked.
    static func scan(_ text: [UInt8]) -> [MarkupByte] {
        var scanner = JiraScanner(text: text)
        scanner.scan()
        return scanner.output
    }

    private init(text: [UInt8]) { self.text = text }

    private mutating func scan() {
        while index < text.count, output.count < UntrustedText.longestShownMarkup {
            let isTaken =
                switch text[index] {
                case UInt8(ascii: "\\"): takeEscape()
                case UInt8(ascii: "{"): takeCode() || takeMacro()
                case UInt8(ascii: "["): takeLink()
                case UInt8(ascii: "!"): takeImage()
                case UInt8(ascii: "&"): takeEntity()
                case UInt8(ascii: "("): takeIcon()
                default: false
                }
            if isTaken { continue }
            output.append(MarkupByte(text[index]))
            index += 1
        }
    }

    /// Two backslashes break the line; one makes the sign after it literal.
    private mutating func takeEscape() -> Bool {
        guard index + 1 < text.count, text[index + 1].isPunctuation else { return false }
        let isBreak = text[index + 1] == UInt8(ascii: "\\")
        output.append(MarkupByte(isBreak ? 0x20 : text[index + 1], isLiteral: true))
        index += 2
        return true
    }

    private mutating func takeEntity() -> Bool {
        guard let (bytes, end) = HTMLEntity.character(in: text, at: index) else { return false }
        output += bytes.asLiteral
        index = end
        return true
    }

    /// `(/)` and its like, at the beginning of a word.
    private mutating func takeIcon() -> Bool {
        if let last = output.last, !last.isSpace, !last.isPunctuation { return false }
        let rest = text[index...].prefix(5)
        guard let close = rest.firstIndex(of: UInt8(ascii: ")")),
            let icon = Self.icons[String(decoding: rest[...close], as: UTF8.self)]
        else { return false }
        output += icon.utf8.asLiteral
        index = close + 1
        return true
    }

    private static let icons = [
        "(/)": "✅", "(x)": "❌", "(!)": "⚠️", "(?)": "❓", "(i)": "ℹ️", "(y)": "👍", "(n)": "👎", "(*)": "⭐", "(on)": "💡",
        "(+)": "➕", "(-)": "➖",
    ]

    /// `{{code}}` in a line, `{code}…{code}` and `{noformat}…{noformat}` over several.
    private mutating func takeCode() -> Bool {
        if let content = rest(after: "{{"), let end = content.firstInLine(of: "{}"),
            text[end...].starts(with: "}}".utf8)
        {
            output += content[..<end].asLiteral
            index = end + 2
            return true
        }
        guard let macro = Macro(text[index...]), macro.name == "code" || macro.name == "noformat" else { return false }
        let end = text[macro.end...].firstRange(of: Array("{\(macro.name)}".utf8))
        output.append(MarkupByte(0x20, isLiteral: true))
        output += text[macro.end..<(end?.lowerBound ?? text.count)].asLiteral
        output.append(MarkupByte(0x20, isLiteral: true))
        index = end?.upperBound ?? text.count
        return true
    }

    /// `{color:red}`, `{panel:title=Note}`, and signs in braces, which make emphasis within a word: `{*}`.
    private mutating func takeMacro() -> Bool {
        if let sign = text[(index + 1)...].first, "*_-+^~".utf8.contains(sign),
            text[(index + 2)...].first == UInt8(ascii: "}")
        {
            index += 3
            return true
        }
        guard let macro = Macro(text[index...]), macro.isKnown else { return false }
        // The title of a panel is shown above it.
        if let title = macro.title { output += title.asLiteral + ": ".utf8.asLiteral }
        index = macro.end
        return true
    }

    /// `[text|address]` is its text, `[address]` the address, `[^file]` the file's name.
    private mutating func takeLink() -> Bool {
        guard let content = rest(after: "["),
            let close = content.firstInLine(of: "[]"), text[close] == UInt8(ascii: "]"), close > content.startIndex
        else { return false }
        let link = content[..<close]
        if let bar = link.firstIndex(of: UInt8(ascii: "|")) {
            guard link[(bar + 1)...].isAddress else { return false }
            let name = link[..<bar]
            // What a link shows may have emphasis, and is the address if there is nothing else.
            output +=
                name.isEmpty
                ? link[(bar + 1)...].prefix { $0 != UInt8(ascii: "|") }.asLiteral : name.map { MarkupByte($0) }
        } else if link.first == UInt8(ascii: "^") || link.first == UInt8(ascii: "#") {
            output += link.dropFirst().asLiteral
        } else {
            guard link.isAddress, link.first != UInt8(ascii: "~") else { return false }
            output += (link.starts(with: "mailto:".utf8) ? link.dropFirst(7) : link).asLiteral
        }
        index = close + 1
        return true
    }

    /// `!shot.png|thumbnail!`: a file or an address between two exclamation marks that touch it.
    private mutating func takeImage() -> Bool {
        if let last = output.last, last.byte.isLetter || last.byte.isDigit { return false }
        guard let content = rest(after: "!"), let close = content.firstInLine(of: "!") else {
            return false
        }
        let name = content[..<close].prefix { $0 != UInt8(ascii: "|") }
        guard let first = name.first, let last = name.last, first > 0x20, last > 0x20, name.contains(UInt8(ascii: ".")),
            name.count == close - content.startIndex || !name.contains(0x0a), last != UInt8(ascii: ".")
        else { return false }
        index = close + 1
        return true
    }

    /// What follows a text that is at the current position; nil if it is not.
    private func rest(after sign: String) -> ArraySlice<UInt8>? {
        text[index...].starts(with: sign.utf8) ? text[(index + sign.utf8.count)...] : nil
    }
}

/// A macro in braces: `{code:java|title=Main}`.
private struct Macro {
    let name: String

    /// Its parameter `title`.
    let title: ArraySlice<UInt8>?

    /// The position behind it.
    let end: Int

    /// The macro at the start of a text; nil if there is none.
    init?(_ text: ArraySlice<UInt8>) {
        let content = text.dropFirst()
        guard let close = content.firstInLine(of: "{}"), content[close] == UInt8(ascii: "}")
        else { return nil }
        let words = content[..<close]
        let parts = words.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard let first = parts.first, first.allSatisfy({ $0.isLetter || $0 == UInt8(ascii: "-") }) else { return nil }
        name = String(decoding: first.map { $0 | 0x20 }, as: UTF8.self)
        let parameters = parts.count > 1 ? parts[1].split(separator: UInt8(ascii: "|")) : []
        title = parameters.first { $0.starts(with: "title=".utf8) }.map { $0.dropFirst(6) }
        end = close + 1
    }

    var isKnown: Bool { Self.known.contains(name) }

    private static let known: Set<String> = [
        "color", "quote", "panel", "anchor", "toc", "info", "note", "tip", "warning", "expand", "center", "section",
        "column", "html", "div", "span", "excerpt", "adf", "style", "align", "status", "details", "cloak", "csv",
    ]
}

extension ArraySlice<UInt8> {
    /// The first of these signs in the line, at most 2,048 bytes away: what is longer is no markup.
    fileprivate func firstInLine(of signs: StaticString) -> Index? {
        let signs = signs.description.utf8
        let index = prefix(2048).firstIndex { $0 == 0x0a || $0 == 0x0d || $0.isPunctuation && signs.contains($0) }
        return index.flatMap { signs.contains(self[$0]) ? $0 : nil }
    }

    /// Whether a link leads there: a URL, a place in a page, a file, a person or a mail address.
    fileprivate var isAddress: Bool {
        guard let first else { return false }
        if "#^~/".utf8.contains(first) { return count > 1 }
        let scheme = prefix { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
        return scheme.count > 1 && dropFirst(scheme.count).first == UInt8(ascii: ":") && !contains(0x20)
            || starts(with: "www.".utf8)
    }
}
