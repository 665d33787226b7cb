extension ChatText {
    /// Builds a text from a literal with interpolations.
    public struct Interpolation: StringInterpolationProtocol {
        /// Longest text of a stranger in one interpolation, in bytes of UTF-8. A repository's full name needs up to
        /// 140.
        public static let limit = 160

        /// The text so far, but for `plain`.
        private var text = ChatText("")

        /// The plain text at its end: as a variable of its own, it grows in place.
        private var plain = ""

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) { plain += literal }

        private mutating func append(_ span: Span) {
            if case .plain(let added) = span {
                plain += added
                return
            }
            text.append(.plain(plain))
            plain = ""
            text.append(span)
        }

        /// The whole text.
        var finished: ChatText {
            var finished = text
            finished.append(.plain(plain))
            return finished
        }

        /// Inserts another text, which is sanitized already.
        public mutating func appendInterpolation(_ other: ChatText) {
            for span in other.spans { append(span) }
            text.missingFieldCount += other.missingFieldCount
        }

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
            appendLiteral(count.description)
            appendLiteral(" ")
            if count != 1, let plural { return appendLiteral(plural.description) }
            appendLiteral(thing.description)
            if count != 1 { appendLiteral("s") }
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
            appendLiteral(separator.description)
            appendLiteral(shown)
            appendLiteral(end.description)
        }

        /// The same for a text that may come from a stranger.
        public mutating func appendInterpolation(
            _ text: String?,
            after separator: StaticString,
            before end: StaticString = ""
        ) {
            appendInterpolation(text.map { UntrustedText($0) }, after: separator, before: end)
        }

        /// A stranger's text in bold, after `separator` and before `end`, or nothing at all if it is missing or
        /// invisible.
        public mutating func appendInterpolation(
            strong stranger: UntrustedText?,
            after separator: StaticString = "",
            before end: StaticString = ""
        ) {
            guard let shown = stranger.flatMap(Self.shown) else { return }
            appendLiteral(separator.description)
            append(.strong(shown))
            appendLiteral(end.description)
        }

        /// Inserts a stranger's text in italics, or a question mark if nothing of it is visible.
        public mutating func appendInterpolation(emphasis stranger: UntrustedText) {
            append(.emphasis(Self.shown(stranger) ?? "?"))
        }

        /// Inserts a stranger's text in monospaced type, or a question mark if nothing of it is visible.
        public mutating func appendInterpolation(code stranger: UntrustedText) {
            append(.code(Self.shown(stranger) ?? "?"))
        }

        /// Mentions a person.
        public mutating func appendInterpolation(_ person: Person) { append(.person(person)) }

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
            text.missingFieldCount += 1
            appendLiteral(other)
        }

        /// The visible form of a stranger's text; nil if nothing is visible.
        private static func shown(_ stranger: UntrustedText) -> String? {
            let shown = stranger.sanitized(to: limit)
            return shown.isEmpty ? nil : shown
        }
    }
}
