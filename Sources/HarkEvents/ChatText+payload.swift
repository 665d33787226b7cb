private import struct FoundationEssentials.Date

extension ChatText.Interpolation {
    /// A field, or a question mark where the payload lacks it.
    public mutating func appendInterpolation(_ field: PayloadView) {
        guard let text = field.asText else { return appendMissingField("?") }
        appendInterpolation(text)
    }

    /// A field, or other words where the payload lacks it.
    public mutating func appendInterpolation(_ field: PayloadView, or other: StaticString) {
        let shown = field.asText?.sanitized(to: Self.limit) ?? ""
        appendLiteral(shown.isEmpty ? other.description : shown)
    }

    /// A field after `separator` and before `end`, or nothing at all where the payload lacks it.
    public mutating func appendInterpolation(
        _ field: PayloadView,
        after separator: StaticString,
        before end: StaticString = ""
    ) {
        appendInterpolation(field.asText, after: separator, before: end)
    }

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
