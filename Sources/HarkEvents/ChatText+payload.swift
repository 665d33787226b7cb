private import struct FoundationEssentials.Date

extension ChatText.Interpolation {
    /// Inserts a field, or a question mark if the payload lacks it.
    public mutating func appendInterpolation(_ field: PayloadView) {
        guard let text = field.asText else { return appendMissingField("?") }
        appendInterpolation(text)
    }

    /// Inserts a field, or other words if the payload lacks it.
    public mutating func appendInterpolation(_ field: PayloadView, or other: StaticString) {
        let shown = field.asText?.sanitized(to: Self.limit) ?? ""
        appendLiteral(shown.isEmpty ? other.description : shown)
    }

    /// Inserts a field after `separator` and before `end`, or nothing if the payload lacks it.
    public mutating func appendInterpolation(
        _ field: PayloadView,
        after separator: StaticString,
        before end: StaticString = ""
    ) {
        appendInterpolation(field.asText, after: separator, before: end)
    }

    /// Inserts a duration after `separator`, in its two largest units: ` in 1 min 5 s`; nothing for less than a second,
    /// or if it is unknown.
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
    /// The time between this moment and another one, both as in RFC 3339; nil if one of them is not, or they are in the
    /// wrong order.
    public func elapsed(until end: PayloadView) -> Duration? {
        guard let start = date, let end = end.date, end >= start else { return nil }
        return .seconds(end.timeIntervalSince(start))
    }

    private var date: Date? { asText.flatMap { Date(rfc3339: $0.verbatim) } }
}
