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

    public init(stringInterpolation: Interpolation) { self = stringInterpolation.finished }

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
        map { span in
            guard case .person(let person) = span, person.network == nil else { return span }
            return .person(Person(id: person.id, on: network, displayName: person.displayName))
        }
    }

    /// The same text with its spans changed.
    package func map(_ change: (Span) -> Span) -> ChatText {
        var text = ChatText(spans: spans.map(change))
        text.missingFieldCount = missingFieldCount
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
    mutating func append(_ span: Span) {
        guard case .plain(let added) = span else { return spans.append(span) }
        guard !added.isEmpty else { return }
        guard case .plain(var text)? = spans.last else { return spans.append(span) }
        // The span releases its string first, so that the string grows in place.
        spans[spans.count - 1] = .plain("")
        text += added
        spans[spans.count - 1] = .plain(text)
    }
}

extension ChatText: CustomStringConvertible {
    public var description: String { plain }
}

extension ChatText {
    /// The text cut to `limit` bytes of UTF-8, not counting structure, with `…` at the end if something was cut. Long
    /// runs of combining marks are shortened. A link or a person is left out rather than cut.
    public func clipped(to limit: Int) -> ChatText {
        if isShort(limit) { return self }
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
            clipped.append(span.mapText(\.boundingMarks))
            room -= count
        }
        return clipped
    }

    /// Whether nothing needs to be cut or shortened.
    private func isShort(_ limit: Int) -> Bool {
        var room = limit
        for span in spans {
            let shown = span.plain
            room -= shown.utf8.count
            if room < 0 || shown.mayHaveLongMarkRun { return false }
        }
        return true
    }
}

extension ChatText.Span {
    /// The same span with its text changed, also that of a link and a person's name.
    package func mapText(_ change: (String) -> String) -> Self {
        switch self {
        case .plain(let text): .plain(change(text))
        case .strong(let text): .strong(change(text))
        case .emphasis(let text): .emphasis(change(text))
        case .code(let text): .code(change(text))
        case .link(let text, let url): .link(change(text), url: url)
        case .person(let person):
            .person(Person(id: person.id, on: person.network, displayName: change(person.displayName)))
        }
    }

    /// The span cut to `limit` bytes; nil for one that cannot be cut.
    fileprivate func cut(to limit: Int) -> Self? {
        switch self {
        case .plain, .strong, .emphasis, .code: mapText { $0.clipped(to: limit) }
        case .link, .person: nil
        }
    }
}
