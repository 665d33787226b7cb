/// The text of a message with its structure, which each network renders in its own way.
///
/// Literal parts of the source are kept as they are. Interpolated values come from strangers and are reduced to one
/// line when they are interpolated, so that no event can forget to do it: see `String.sanitized(to:)`. Networks do not
/// interpret markup in either, and only a `Person` mentions somebody.
///
/// ```swift
/// let text: ChatText = "[\(strong: repository)] \(author) pushed \(count, "commit") to \(branch)"
/// ```
public struct ChatText: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// A part of a text with one style.
    public enum Span: Sendable, Hashable {
        /// Without a style.
        case plain(String)
        /// Bold.
        case strong(String)
        /// Italic.
        case emphasis(String)
        /// Monospaced.
        case code(String)
        /// A link: its text, and an `http` or `https` URL.
        case link(String, url: String)
        /// A person who is mentioned, and therefore notified.
        case person(Person)

        /// The span without its style.
        var plain: String {
            switch self {
            case .plain(let text), .strong(let text), .emphasis(let text), .code(let text): text
            case .link(let text, let url): text == url || text.isEmpty ? url : "\(text) (\(url))"
            case .person(let person): person.displayName
            }
        }
    }

    /// The parts in order; two plain spans are never adjacent.
    public private(set) var spans: [Span]

    /// How many question marks stand for fields that a payload lacks.
    public package(set) var missingFieldCount = 0

    /// A text of the bot's own, of one line or several, kept as it is.
    public init(_ text: String) { spans = text.isEmpty ? [] : [.plain(text)] }

    public init(stringLiteral value: String) { self.init(value) }

    public init(stringInterpolation: Interpolation) { self = stringInterpolation.text }

    /// A text of these spans.
    package init(spans: [Span]) {
        self.spans = []
        for span in spans { append(span) }
    }

    /// Joins texts with a separator; empty ones are left out.
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
    ///   - text: the text of the link, reduced to one line.
    ///   - url: an `http` or `https` URL.
    public init(link text: UntrustedText, to url: String) {
        spans = [.link(text.sanitized(to: Interpolation.limit), url: url)]
    }

    /// A link whose text is its URL.
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

    /// The same text, with this network for each person without one.
    package func naming(_ network: NetworkName?) -> ChatText {
        guard spans.contains(where: { if case .person = $0 { true } else { false } }) else { return self }
        var text = self
        text.spans = spans.map { span in
            guard case .person(let person) = span, person.network == nil else { return span }
            return .person(Person(id: person.id, on: network, displayName: person.displayName))
        }
        return text
    }

    /// Whether the text is empty.
    public var isEmpty: Bool { spans.isEmpty }

    /// Appends a text.
    public static func += (text: inout ChatText, other: ChatText) {
        for span in other.spans { text.append(span) }
        text.missingFieldCount += other.missingFieldCount
    }

    /// Appends a span, merged into the last one when both are plain.
    fileprivate mutating func append(_ span: Span) {
        guard case .plain(let added) = span else { return spans.append(span) }
        guard !added.isEmpty else { return }
        guard case .plain(var text)? = spans.last else { return spans.append(span) }
        // The span releases its string first, so that the string grows in place.
        spans[spans.count - 1] = .plain("")
        text += added
        spans[spans.count - 1] = .plain(text)
    }

    /// Counts a question mark that stands for a field that a payload lacks.
    fileprivate mutating func noteMissingField() { missingFieldCount += 1 }
}

extension ChatText: CustomStringConvertible {
    public var description: String { plain }
}

extension ChatText {
    /// The text cut to `limit` bytes of UTF-8, not counting structure, with `…` at the end if something was cut. Long
    /// runs of combining marks are shortened. A link or a person is left out rather than cut.
    public func clipped(to limit: Int) -> ChatText {
        var clipped = ChatText("")
        clipped.missingFieldCount = missingFieldCount
        var room = limit
        for span in spans {
            let shown = span.plain
            let count = shown.utf8.count
            guard count <= room else {
                // The ellipsis takes three bytes.
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
    /// The same span with its text changed; a link and a person stay as they are.
    fileprivate func map(_ transform: (String) -> String) -> Self {
        switch self {
        case .plain(let text): .plain(transform(text))
        case .strong(let text): .strong(transform(text))
        case .emphasis(let text): .emphasis(transform(text))
        case .code(let text): .code(transform(text))
        case .link, .person: self
        }
    }

    /// The span cut to `limit` bytes; nil for one that cannot be cut.
    fileprivate func cut(to limit: Int) -> Self? {
        switch self {
        case .plain, .strong, .emphasis, .code: map { $0.clipped(to: limit) }
        case .link, .person: nil
        }
    }
}

extension ChatText {
    /// Builds a text from a literal with interpolations.
    public struct Interpolation: StringInterpolationProtocol {
        /// Longest text of a stranger in one interpolation, in bytes of UTF-8. A repository's full name needs up to
        /// 140.
        public static let limit = 160

        fileprivate var text = ChatText("")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { text.append(.plain(literal)) }

        /// Inserts another text, which is sanitized already.
        public mutating func appendInterpolation(_ other: ChatText) { text += other }

        public mutating func appendInterpolation(_ number: Int) { appendLiteral(number.description) }

        /// Inserts an enumeration case by its raw value.
        public mutating func appendInterpolation(_ value: some RawRepresentable<String>) {
            appendInterpolation(value.rawValue)
        }

        /// Inserts the description of any other value, sanitized like a stranger's text.
        @_disfavoredOverload
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            appendInterpolation(UntrustedText(value.description))
        }

        /// Inserts a count with its noun: `1 commit`, `3 commits`; `plural` is for nouns that do not take an `s`.
        public mutating func appendInterpolation(_ count: Int, _ thing: StaticString, plural: StaticString? = nil) {
            appendLiteral(count == 1 ? "1 \(thing)" : "\(count) \(plural.map(\.description) ?? "\(thing)s")")
        }

        /// Inserts a stranger's text, or a question mark if nothing of it is visible.
        public mutating func appendInterpolation(_ stranger: UntrustedText) {
            appendLiteral(Self.shown(stranger) ?? "?")
        }

        /// Inserts a text that may come from a stranger; it is sanitized like an `UntrustedText`.
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

        /// The same for a text that may come from a stranger.
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

        /// Inserts a stranger's text in italics, or a question mark if nothing of it is visible.
        public mutating func appendInterpolation(emphasis stranger: UntrustedText) {
            text.append(.emphasis(Self.shown(stranger) ?? "?"))
        }

        /// Inserts a stranger's text in monospaced type, or a question mark if nothing of it is visible.
        public mutating func appendInterpolation(code stranger: UntrustedText) {
            text.append(.code(Self.shown(stranger) ?? "?"))
        }

        /// Mentions a person.
        public mutating func appendInterpolation(_ person: Person) { text.append(.person(person)) }

        /// Inserts up to `limit` texts of strangers, separated by commas, and the number of the others: `a, b and 3
        /// more`.
        public mutating func appendInterpolation(list texts: [UntrustedText], atMost limit: Int = 3) {
            var shown: [String] = []
            var others = 0
            for text in texts {
                // Texts beyond the limit are only checked for being empty.
                if shown.count == limit {
                    others += text.isEmpty ? 0 : 1
                    continue
                }
                if let line = Self.shown(text) { shown.append(line) }
            }
            appendLiteral(shown.joined(separator: ", "))
            if others > 0 { appendLiteral(" and \(others) more") }
        }

        /// Inserts the placeholder for a field that a payload lacks.
        package mutating func appendMissingField(_ other: String) {
            text.noteMissingField()
            appendLiteral(other)
        }

        /// The visible form of a stranger's text; nil if nothing is visible.
        private static func shown(_ stranger: UntrustedText) -> String? {
            let shown = stranger.sanitized(to: limit)
            return shown.isEmpty ? nil : shown
        }
    }
}
