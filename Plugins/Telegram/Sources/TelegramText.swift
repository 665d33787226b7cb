import HarkEvents

/// Text as HTML for Telegram (core.telegram.org/bots/api#html-style).
enum TelegramText {
    /// Longest visible text of a message, in code points.
    static let limit = 4096

    /// Most formatting entities; Telegram ignores further ones.
    static let entityLimit = 100

    /// Sent instead of an empty text, which Telegram refuses.
    private static let nothing = "…"

    /// A text with the symbol of a severity in front, cut to `limit`.
    static func rendered(_ text: ChatText, severity: Severity? = nil) -> String {
        let text = text.withoutControls
        let mark = severity?.mark ?? ""
        let longest = limit - mark.unicodeScalars.count
        var room = bytes(in: text.spans, upTo: longest)
        while true {
            let pieces = pieces(of: text.clipped(to: room).spans)
            let count = pieces.reduce(0) { $0 + $1.shown.unicodeScalars.count }
            if count <= longest || room == 0 {
                let isBlank = pieces.allSatisfy { $0.shown.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
                return mark + (isBlank ? nothing : pieces.map(\.html).joined())
            }
            // The word joiners take room too.
            room = max(0, min(room - 1, max(room - (count - longest), room / 2)))
        }
    }

    /// How many bytes of a text have this many visible code points, or slightly more.
    private static func bytes(in spans: [ChatText.Span], upTo longest: Int) -> Int {
        var room = longest
        var bytes = 0
        for (span, piece) in zip(spans, pieces(of: spans)) {
            let text = TelegramPiece.plain(span)
            let count = piece.shown.unicodeScalars.count
            guard count <= room else {
                return bytes + text.unicodeScalars.prefix(room).reduce(0) { $0 + UTF8.width($1) }
            }
            room -= count
            bytes += text.utf8.count
        }
        return bytes
    }

    private static func pieces(of spans: [ChatText.Span]) -> [TelegramPiece] {
        var entities = 0
        return spans.map { span in
            guard entities < entityLimit else { return TelegramPiece(unformatted: span) }
            let piece = TelegramPiece(span)
            if piece.isEntity { entities += 1 }
            return piece
        }
    }
}

/// A part of a text: its visible form, which Telegram counts, and its HTML.
private struct TelegramPiece {
    let shown: String
    let html: String
    let isEntity: Bool

    init(_ span: ChatText.Span) {
        switch span {
        case .plain: self.init(unformatted: span)
        case .strong(let text): self.init(text.unlinked, in: "b")
        case .emphasis(let text): self.init(text.unlinked, in: "i")
        // Telegram detects no links and mentions in code.
        case .code(let text): self.init(text, in: "code")
        case .link(let text, let url):
            guard Self.isWebURL(url) else {
                self.init(unformatted: span)
                return
            }
            self.init((text.isEmpty ? url : text).unlinked, in: "a", #" href="\#(url.escaped)""#)
        case .person(let person):
            guard let id = Self.userID(of: person) else {
                self.init(unformatted: span)
                return
            }
            self.init(person.displayName.unlinked, in: "a", #" href="tg://user?id=\#(id)""#)
        }
    }

    init(unformatted span: ChatText.Span) {
        shown = Self.plain(span).unlinked
        html = shown.escaped
        isEntity = false
    }

    /// The span without formatting.
    static func plain(_ span: ChatText.Span) -> String {
        switch span {
        case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): text
        case .link(let text, let url): text == url || text.isEmpty ? url : "\(text) (\(url))"
        case .person(let person): person.displayName
        }
    }

    private init(_ shown: String, in tag: String, _ attribute: String = "") {
        self.shown = shown
        html = shown.isEmpty ? "" : "<\(tag)\(attribute)>\(shown.escaped)</\(tag)>"
        isEntity = true
    }

    /// Whether it is safe as a link: `tg://user?id=…` would mention somebody.
    private static func isWebURL(_ url: String) -> Bool {
        let scheme = url.prefix(8).lowercased()
        return scheme.hasPrefix("http://") || scheme.hasPrefix("https://")
    }

    /// The identifier of a Telegram user, which has at most 52 bits; nil for anyone else.
    private static func userID(of person: Person) -> Int? {
        guard Telegram.isOwn(person), let id = Int(person.id), id > 0,
            id < 1 << 52
        else { return nil }
        return id
    }
}

extension String {
    /// The text with HTML's special characters escaped.
    fileprivate var escaped: String {
        guard utf8.contains(where: { [0x22, 0x26, 0x3C, 0x3E].contains($0) }) else { return self }
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The text with a word joiner, which is invisible, after each sign with which Telegram would detect a link by
    /// itself: a mention, which may notify somebody, and a bot command, which a tap sends. A sign at the end is
    /// separated from what may follow.
    fileprivate var unlinked: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "/") }) else { return self }
        let scalars = Array(unicodeScalars)
        var unlinked = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            unlinked.append(scalar)
            let previous = index > 0 ? scalars[index - 1] : nil
            guard previous?.isNameScalar != true else { continue }
            let rest = scalars[(index + 1)...]
            let isLink =
                switch scalar {
                case "@": rest.first?.properties.isWhitespace != true
                case "/": previous != "/" && Self.mayBeCommand(rest)
                default: false
                }
            if isLink { unlinked.append("\u{2060}") }
        }
        return String(unlinked)
    }

    /// Whether the text after a slash is a word of its own, and not part of a path.
    private static func mayBeCommand(_ rest: ArraySlice<Unicode.Scalar>) -> Bool {
        let end = rest.firstIndex { !$0.isNameScalar } ?? rest.endIndex
        if end == rest.endIndex { return true }
        return end > rest.startIndex && rest[end] != "/"
    }
}

extension Unicode.Scalar {
    fileprivate var isNameScalar: Bool { isASCII && UInt8(value).isNameByte }
}
