public import struct FoundationEssentials.Date

/// A moment as header fields write it, to the second: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
public struct HTTPDate: Sendable, Hashable {
    /// Seconds since 1970 in UTC, within the years 0 to 9999.
    public let secondsSince1970: Int

    private static let representable = -62_167_219_200...253_402_300_799

    /// A date this many seconds after 1970; values outside the years 0 to 9999 are clamped.
    public init(secondsSince1970 seconds: Int) {
        secondsSince1970 = min(max(seconds, Self.representable.lowerBound), Self.representable.upperBound)
    }

    /// A date, without its fraction of a second.
    public init(_ date: Date) {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        // A number that does not fit `Int` is far in the past or future.
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

    /// The date in the only format that may be sent.
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

extension HTTPDate {
    /// Reads a date in any of the three forms that a recipient must accept (RFC 9110, 5.6.7), or returns nil:
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
    ///
    /// The day of the week must be valid, but need not match the date. A year of two digits is the latest one that is
    /// at most 50 years after `now`.
    public init?(parsing text: String, now: Date) {
        var scanner = DateScanner(text)
        guard let date = scanner.httpDate(now: now) else { return nil }
        self.init(secondsSince1970: date.secondsSince1970)
    }
}

extension DateScanner {
    /// A date in one of the three formats, with nothing after it.
    fileprivate mutating func httpDate(now: Date) -> CalendarDate? {
        guard let weekday = word() else { return nil }
        let isShort = HTTPDate.weekdays.contains { $0.prefix(3) == weekday }
        if isShort, takes(", ") {
            guard let day = number(2), takes(" "), let month = month(), takes(" "), let year = number(4), takes(" "),
                let time = time(), takes(" GMT")
            else { return nil }
            return finished(year, month, day, time)
        }
        if HTTPDate.weekdays.contains(weekday), takes(", ") {
            guard let day = number(2), takes("-"), let month = month(), takes("-"), let year = number(2), takes(" "),
                let time = time(), takes(" GMT")
            else { return nil }
            return finished(Self.fullYear(year, now: now), month, day, time)
        }
        guard isShort, takes(" "), let month = month(), takes(" "),
            let day = takes(" ") ? number(1) : number(2), takes(" "),
            let time = time(), takes(" "), let year = number(4)
        else { return nil }
        return finished(year, month, day, time)
    }

    private mutating func month() -> Int? {
        guard let name = word(), let position = HTTPDate.months.firstIndex(of: name) else { return nil }
        return position + 1
    }

    private func finished(_ year: Int, _ month: Int, _ day: Int, _ time: TimeOfDay) -> CalendarDate? {
        guard isAtEnd else { return nil }
        return CalendarDate(
            year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
    }

    /// The latest year that ends in two digits and is at most 50 years from now.
    private static func fullYear(_ digits: Int, now: Date) -> Int {
        let latest = CalendarDate(secondsSince1970: HTTPDate(now).secondsSince1970).year + 50
        return latest - (latest - digits) % 100
    }
}
