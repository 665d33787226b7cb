public import struct FoundationEssentials.Date

/// A moment as header fields write it, to the second: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
public struct HTTPDate: Sendable, Hashable {
    /// Seconds since 1970 in UTC, within the years 0 to 9999.
    public let secondsSince1970: Int

    private static let representable = -62_167_219_200...253_402_300_799

    /// So many seconds after 1970; what lies beyond the years 0 to 9999 becomes their end.
    public init(secondsSince1970 seconds: Int) {
        secondsSince1970 = min(max(seconds, Self.representable.lowerBound), Self.representable.upperBound)
    }

    /// A date without its fraction of a second.
    public init(_ date: Date) {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        // A number that is not an `Int` is far in the past or in the future.
        self.init(secondsSince1970: Int(exactly: seconds) ?? (seconds < 0 ? .min : .max))
    }

    /// The date.
    public var date: Date { Date(timeIntervalSince1970: Double(secondsSince1970)) }
}

extension HTTPDate: Comparable {
    public static func < (one: HTTPDate, other: HTTPDate) -> Bool { one.secondsSince1970 < other.secondsSince1970 }
}

extension HTTPDate: CustomStringConvertible {
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The date in the one form that may be sent.
    public var description: String {
        let date = CalendarDate(secondsSince1970: secondsSince1970)
        let time = [date.hour, date.minute, date.second].map { Self.padded($0, 2) }.joined(separator: ":")
        let day = "\(Self.padded(date.day, 2)) \(Self.months[date.month - 1]) \(Self.padded(date.year, 4))"
        return "\(Self.weekdays[date.weekday].prefix(3)), \(day) \(time) GMT"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = number.description
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
