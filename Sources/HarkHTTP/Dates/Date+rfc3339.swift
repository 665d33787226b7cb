package import struct FoundationEssentials.Date

extension Date {
    /// Reads a date and time by RFC 3339, 5.6, such as `2026-05-01T10:30:00.25+02:00`, or returns nil. Only the first
    /// nine digits of a fraction count.
    package init?(rfc3339 text: String) {
        var scanner = DateScanner(text)
        guard let year = scanner.number(4), scanner.takes("-"), let month = scanner.number(2), scanner.takes("-"),
            let day = scanner.number(2), scanner.takes("T") || scanner.takes("t") || scanner.takes(" "),
            let time = scanner.time(), let fraction = scanner.fraction(), let offset = scanner.offset(),
            scanner.isAtEnd,
            let date = CalendarDate(
                year: year, month: month, day: day, hour: time.hour, minute: time.minute, second: time.second)
        else { return nil }
        self.init(timeIntervalSince1970: Double(date.secondsSince1970 - offset) + fraction)
    }
}

extension DateScanner {
    /// A fraction of a second, 0 if there is none.
    fileprivate mutating func fraction() -> Double? {
        guard takes(".") else { return 0 }
        guard let digits = digits()?.prefix(9) else { return nil }
        var (number, unit) = (0.0, 1.0)
        for digit in digits { (number, unit) = (number * 10 + Double(digit & 0x0F), unit * 10) }
        return number / unit
    }

    /// The offset from UTC, in seconds: `Z`, `+02:00`, and also `+0200` or `+02` (ISO 8601), as `date +%z` and others
    /// write it.
    fileprivate mutating func offset() -> Int? {
        if takes("Z") || takes("z") { return 0 }
        let isWest = takes("-")
        guard isWest || takes("+"), let hours = number(2), hours < 24 else { return nil }
        let hasColon = takes(":")
        guard let minutes = hasColon || !isAtEnd ? number(2) : 0, minutes < 60 else { return nil }
        return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
    }
}
