/// What the bot says: text with structure, which each network shows in its own way.
///
/// What the source writes out stands as it is. What is interpolated comes from strangers and is made fit for one line
/// on the way in, so that no event can forget to: see `String.sanitized(to:)`. No network reads markup in either, and
/// only a `Person` mentions somebody.
///
/// ```swift
/// let text: ChatText = "[\(strong: repository)] \(author) pushed \(count, "commit") to \(branch)"
/// ```
public struct ChatText: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// A stretch of a text that is shown in one way.
    public enum Span: Sendable, Hashable {
        /// As it is.
        case plain(String)
        /// Bold.
        case strong(String)
        /// Italic.
        case emphasis(String)
        /// In letters of one width.
        case code(String)
        /// A link: what is shown, and an `http` or `https` URL.
        case link(String, url: String)
        /// Somebody who is mentioned, and so notified.
        case person(Person)

        /// What is read where nothing but text can be shown.
        var plain: String {
            switch self {
            case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): text
            case .link(let text, let url): text == url || text.isEmpty ? url : "\(text) (\(url))"
            case .person(let person): person.displayName
            }
        }
    }

    /// The text in order; two plain spans never follow each other.
    public private(set) var spans: [Span]

    /// How many question marks stand in it for fields that a payload lacks.
    public package(set) var missingFieldCount = 0

    /// A text of our own as it stands, of one line or several.
    public init(_ text: String) { spans = text.isEmpty ? [] : [.plain(text)] }

    public init(stringLiteral value: String) { self.init(value) }

    public init(stringInterpolation: Interpolation) { self = stringInterpolation.text }

    /// A text of these spans.
    init(spans: [Span]) {
        self.spans = []
        for span in spans { append(span) }
    }

    /// Several texts with something between them; empty ones are left out.
    public init(_ parts: [ChatText], separator: StaticString = ", ") {
        self.init("")
        for part in parts {
            if !part.isEmpty {
                if !isEmpty { append(.plain(separator.description)) }
                for span in part.spans { append(span) }
            }
            missingFieldCount += part.missingFieldCount
        }
    }

    /// A link that shows a text.
    /// - Parameters:
    ///   - text: what is shown, made fit for one line.
    ///   - url: an `http` or `https` URL.
    public init(link text: UntrustedText, to url: String) {
        spans = [.link(text.sanitized(to: Interpolation.limit), url: url)]
    }

    /// A link that is shown as its URL.
    public static func link(_ url: String) -> ChatText {
        var text = ChatText("")
        text.spans = [.link(url, url: url)]
        return text
    }

    /// The text without its structure.
    public var plain: String {
        if spans.count == 1, case .plain(let text) = spans[0] { return text }
        return spans.reduce(into: "") { $0 += $1.plain }
    }

    /// The same with the network's name at each person who has none.
    package func naming(_ network: NetworkName?) -> ChatText {
        guard spans.contains(where: { if case .person = $0 { true } else { false } }) else { return self }
        var text = self
        text.spans = spans.map { span in
            guard case .person(let person) = span, person.network == nil else { return span }
            return .person(Person(id: person.id, on: network, displayName: person.displayName))
        }
        return text
    }

    /// Whether nothing would be said.
    public var isEmpty: Bool { spans.isEmpty }

    /// Adds a text at the end.
    public static func += (text: inout ChatText, other: ChatText) {
        for span in other.spans { text.append(span) }
        text.missingFieldCount += other.missingFieldCount
    }

    /// Adds a span, as a part of the last one where both are plain.
    fileprivate mutating func append(_ span: Span) {
        guard case .plain(let added) = span else { return spans.append(span) }
        guard !added.isEmpty else { return }
        guard case .plain(var text)? = spans.last else { return spans.append(span) }
        // The span gives up its text, so that the text grows in place.
        spans[spans.count - 1] = .plain("")
        text += added
        spans[spans.count - 1] = .plain(text)
    }

    /// Notes that a question mark stands for a field that a payload lacks.
    fileprivate mutating func noteMissingField() { missingFieldCount += 1 }
}

extension ChatText: CustomStringConvertible {
    public var description: String { plain }
}

extension ChatText {
    /// The text, cut to `limit` bytes of UTF-8 without structure, with `…` at the end when something was cut; no
    /// endless run of combining marks is left in it. A link or a person is left out rather than cut.
    public func clipped(to limit: Int) -> ChatText {
        var clipped = ChatText("")
        clipped.missingFieldCount = missingFieldCount
        var room = limit
        for span in spans {
            let shown = span.plain
            let count = shown.utf8.count
            guard count <= room else {
                // The mark of a cut has three bytes.
                if room >= 3 { clipped.append(span.cut(to: room) ?? .plain("…")) }
                return clipped
            }
            clipped.append(span.map(\.boundingMarks))
            room -= count
        }
        return clipped
    }
}

extension ChatText.Span {
    /// The same span with another text; a link and a person stay as they are.
    fileprivate func map(_ transform: (String) -> String) -> Self {
        switch self {
        case .plain(let text): .plain(transform(text))
        case .strong(let text): .strong(transform(text))
        case .emphasis(let text): .emphasis(transform(text))
        case .code(let text): .code(transform(text))
        case .link, .person: self
        }
    }

    /// The span cut to so many bytes; nil for one that cannot be cut.
    fileprivate func cut(to limit: Int) -> Self? {
        switch self {
        case .plain, .strong, .emphasis, .code: map { $0.clipped(to: limit) }
        case .link, .person: nil
        }
    }
}

extension ChatText {
    /// A text in the making.
    public struct Interpolation: StringInterpolationProtocol {
        /// Longest text that a stranger gets into a line, in bytes of UTF-8. A repository's full name needs up to 140.
        public static let limit = 160

        fileprivate var text = ChatText("")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { text.append(.plain(literal)) }

        /// A text is fit already.
        public mutating func appendInterpolation(_ other: ChatText) { text += other }

        public mutating func appendInterpolation(_ number: Int) { appendLiteral(number.description) }

        /// A case by its name.
        public mutating func appendInterpolation(_ value: some RawRepresentable<String>) {
            appendInterpolation(value.rawValue)
        }

        /// Any other value as it describes itself, made fit like a stranger's text.
        @_disfavoredOverload
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            appendInterpolation(UntrustedText(value.description))
        }

        /// A number of things: `1 commit`, `3 commits`; `plural` for words that take no `s`.
        public mutating func appendInterpolation(_ count: Int, _ thing: StaticString, plural: StaticString? = nil) {
            appendLiteral(count == 1 ? "1 \(thing)" : "\(count) \(plural.map(\.description) ?? "\(thing)s")")
        }

        /// A stranger's text, or a question mark where nothing of it can be seen.
        public mutating func appendInterpolation(_ stranger: UntrustedText) {
            appendLiteral(Self.shown(stranger) ?? "?")
        }

        /// A text that may hold a stranger's words: it is made fit like theirs.
        public mutating func appendInterpolation(_ text: String) { appendInterpolation(UntrustedText(text)) }

        /// A stranger's text after `separator` and before `end`, or nothing at all if it is missing or invisible.
        public mutating func appendInterpolation(
            _ stranger: UntrustedText?,
            after separator: StaticString,
            before end: StaticString = ""
        ) {
            guard let shown = stranger.flatMap(Self.shown) else { return }
            appendLiteral("\(separator)\(shown)\(end)")
        }

        /// The same with a text that may hold a stranger's words.
        public mutating func appendInterpolation(
            _ text: String?,
            after separator: StaticString,
            before end: StaticString = ""
        ) {
            appendInterpolation(text.map { UntrustedText($0) }, after: separator, before: end)
        }

        /// A stranger's text in bold, after `separator` and before `end`, or nothing at all if it is missing or invisible.
        public mutating func appendInterpolation(
            strong stranger: UntrustedText?,
            after separator: StaticString = "",
            before end: StaticString = ""
        ) {
            guard let shown = stranger.flatMap(Self.shown) else { return }
            appendLiteral(separator.description)
            text.append(.strong(shown))
            appendLiteral(end.description)
        }

        /// A stranger's text in italics, or a question mark where nothing of it can be seen.
        public mutating func appendInterpolation(emphasis stranger: UntrustedText) {
            text.append(.emphasis(Self.shown(stranger) ?? "?"))
        }

        /// A stranger's text in letters of one width, or a question mark where nothing of it can be seen.
        public mutating func appendInterpolation(code stranger: UntrustedText) {
            text.append(.code(Self.shown(stranger) ?? "?"))
        }

        /// Somebody who is mentioned.
        public mutating func appendInterpolation(_ person: Person) { text.append(.person(person)) }

        /// Strangers' texts with commas between them, as many as `limit`, and how many there are besides: `a, b and 3
        /// more`.
        public mutating func appendInterpolation(list texts: [UntrustedText], atMost limit: Int = 3) {
            var shown: [String] = []
            var others = 0
            for text in texts {
                // Of those that are not shown, it is enough to know that there is something in them.
                if shown.count == limit {
                    others += text.isEmpty ? 0 : 1
                    continue
                }
                if let line = Self.shown(text) { shown.append(line) }
            }
            appendLiteral(shown.joined(separator: ", "))
            if others > 0 { appendLiteral(" and \(others) more") }
        }

        /// What stands for a field that a payload lacks.
        package mutating func appendMissingField(_ other: String) {
            text.noteMissingField()
            appendLiteral(other)
        }

        /// What a line shows of a stranger's text; nil where there is nothing to see.
        private static func shown(_ stranger: UntrustedText) -> String? {
            let shown = stranger.sanitized(to: limit)
            return shown.isEmpty ? nil : shown
        }
    }
}
