/// A value in a log entry: text, or a number that stays a number in JSON.
///
/// swift-log's metadata is text, but a `stringConvertible` value keeps its type: whole numbers, floating-point numbers
/// and durations in that form (`["status": .stringConvertible(404)]`) are logged as numbers.
enum LogValue: Sendable, Equatable {
    case text(String)
    case integer(Int)
    case number(Double)
    /// Milliseconds with two decimals in text (`2.31ms`), seconds in JSON (`0.00231`).
    case duration(Duration)

    /// Longest text, in scalars; a longer one is cut, with `…` at the end.
    static let longestText = 4096

    /// The value of a metadata entry.
    init(_ value: Logger.MetadataValue) {
        guard case .stringConvertible(let value) = value else {
            self = .text(Self.shortened(value.description))
            return
        }
        switch value {
        case let value as any FixedWidthInteger: self = Int(exactly: value).map(Self.integer) ?? .text("\(value)")
        case let value as Double: self = .number(value)
        case let value as Duration: self = .duration(value)
        default: self = .text(Self.shortened(value.description))
        }
    }

    /// The value in the text format.
    var text: String {
        switch self {
        case .text(let text): text
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .duration(let duration): "\(Self.milliseconds(duration))ms"
        }
    }

    /// The value in JSON; a duration in seconds, to the microsecond.
    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .duration(let duration):
            .number(
                Double(duration.components.seconds)
                    + Double(duration.components.attoseconds / 1_000_000_000_000) / 1_000_000)
        }
    }

    /// The text, or the beginning of a long one with `…` at the end.
    static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: longestText, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(scalars[..<end]) + "…"
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let hundredths = duration.components.seconds * 100_000 + duration.components.attoseconds / 10_000_000_000_000
        let decimals = hundredths % 100
        return "\(hundredths / 100).\(decimals < 10 ? "0" : "")\(decimals)"
    }
}
