private import struct FoundationEssentials.Date

/// Words for a line of chat.
///
/// What the source writes out stands as it is. What is interpolated comes from strangers and is made fit for one line
/// on the way in, so that no event can forget to: see `String.sanitized(to:)`.
public struct ChatText: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// The words as they will be said.
    public let text: String

    /// How many question marks stand in them for field that the payload lacks.
    public let missingFieldCount: Int

    public init(stringLiteral value: String) {
        text = value
        missingFieldCount = 0
    }

    public init(stringInterpolation: Interpolation) {
        text = stringInterpolation.text
        missingFieldCount = stringInterpolation.missingFieldCount
    }

    /// Several words with something between them; empty ones are left out.
    public init(_ parts: [ChatText], separator: StaticString = ", ") {
        text = parts.map(\.text).filter { !$0.isEmpty }.joined(separator: separator.description)
        missingFieldCount = parts.map(\.missingFieldCount).reduce(0, +)
    }

    /// Whether nothing would be said.
    public var isEmpty: Bool { text.isEmpty }

    /// Words in the making.
    public struct Interpolation: StringInterpolationProtocol {
        /// Longest text that a stranger gets into a line, in bytes of UTF-8. A repository's full name needs up to 140.
        public static let limit = 160

        fileprivate var text = ""
        fileprivate var missingFieldCount = 0

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 32 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Words are fit already.
        public mutating func appendInterpolation(_ words: ChatText) {
            text += words.text
            missingFieldCount += words.missingFieldCount
        }

        public mutating func appendInterpolation(_ number: Int) { text += number.description }

        /// A number of things: `1 commit`, `3 commits`; `plural` for words that take no `s`.
        public mutating func appendInterpolation(_ count: Int, _ thing: StaticString, plural: StaticString? = nil) {
            text += count == 1 ? "1 \(thing)" : "\(count) \(plural.map(\.description) ?? "\(thing)s")"
        }

        /// A stranger's text, or a question mark where nothing of it can be seen.
        public mutating func appendInterpolation(_ stranger: UntrustedText) {
            let shown = stranger.sanitized(to: Self.limit)
            text += shown.isEmpty ? "?" : shown
        }

        /// A text that may hold a stranger's words: it is made fit like theirs.
        public mutating func appendInterpolation(_ text: String) { appendInterpolation(UntrustedText(text)) }

        /// A field, or a question mark where the payload lacks it.
        public mutating func appendInterpolation(_ field: PayloadView) {
            if field.asText == nil { missingFieldCount += 1 }
            appendInterpolation(field, or: "?")
        }

        /// A field, or other words where the payload lacks it.
        public mutating func appendInterpolation(_ field: PayloadView, or other: StaticString) {
            let shown = field.asText?.sanitized(to: Self.limit) ?? ""
            text += shown.isEmpty ? other.description : shown
        }

        /// A stranger's text after `separator` and before `end`, or nothing at all if there is none to see.
        public mutating func appendInterpolation(
            _ stranger: UntrustedText?,
            after separator: StaticString,
            before end: StaticString = ""
        ) {
            guard let shown = stranger?.sanitized(to: Self.limit), !shown.isEmpty else { return }
            text += "\(separator)\(shown)\(end)"
        }

        /// The same with a text that may hold a stranger's words.
        public mutating func appendInterpolation(
            _ text: String?,
            after separator: StaticString,
            before end: StaticString = ""
        ) {
            appendInterpolation(text.map { UntrustedText($0) }, after: separator, before: end)
        }

        /// A field after `separator` and before `end`, or nothing at all where the payload lacks it.
        public mutating func appendInterpolation(
            _ field: PayloadView,
            after separator: StaticString,
            before end: StaticString = ""
        ) {
            appendInterpolation(field.asText, after: separator, before: end)
        }

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
                let line = text.sanitized(to: Self.limit)
                if !line.isEmpty { shown.append(line) }
            }
            text += shown.joined(separator: ", ")
            if others > 0 { text += " and \(others) more" }
        }
    }
}

extension ChatText.Interpolation {
    /// How long something took, after `separator`, in its two largest units: ` in 1 min 5 s`; nothing at all for less
    /// than a second, or when it is not known.
    public mutating func appendInterpolation(_ duration: Duration?, after separator: StaticString) {
        guard let seconds = duration.map({ Int($0.components.seconds) }), seconds > 0 else { return }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let words =
            hours > 0
            ? "\(hours) h \(minutes) min" : minutes > 0 ? "\(minutes) min \(seconds % 60) s" : "\(seconds) s"
        appendLiteral("\(separator)\(words)")
    }
}

extension PayloadView {
    /// How long it was from this moment to that one, both written as RFC 3339 has it; nil when one of them is not, or
    /// they are in the wrong order.
    public func elapsed(until end: PayloadView) -> Duration? {
        guard let start = date, let end = end.date, end >= start else { return nil }
        return .seconds(end.timeIntervalSince(start))
    }

    private var date: Date? { asText.flatMap { Date(rfc3339: $0.verbatim) } }
}
