/// A moment as year, month, day and time of day in UTC, in the Gregorian calendar, without leap seconds.
package struct CalendarDate: Equatable, Sendable {
    package var year: Int
    /// 1 to 12.
    package var month: Int
    /// 1 to 31.
    package var day: Int
    /// 0 to 23.
    package var hour: Int
    /// 0 to 59.
    package var minute: Int
    /// 0 to 59.
    package var second: Int

    private static let daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365]
    private static let secondsPerDay = 86_400

    /// A moment, or nil if a part is out of range. A leap second, 60, counts as the second before it.
    init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard 0...9999 ~= year, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day,
            0...23 ~= hour, 0...59 ~= minute, 0...60 ~= second
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = min(second, 59)
    }

    /// A moment from the seconds since 1970.
    package init(secondsSince1970 seconds: Int) {
        let (days, time) = seconds.quotientAndRemainderFlooring(by: Self.secondsPerDay)
        // The average year gives a first estimate, which is at most one year off.
        year = 1970 + (days * 400).quotientAndRemainderFlooring(by: 146_097).quotient
        if Self.days(before: year) > days { year -= 1 }
        if Self.days(before: year + 1) <= days { year += 1 }
        let dayOfYear = days - Self.days(before: year)
        let yearOfMonth = year
        month = (1...12).last { Self.days(before: $0, of: yearOfMonth) <= dayOfYear } ?? 1
        day = 1 + dayOfYear - Self.days(before: month, of: year)
        (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60)
    }

    /// The seconds since 1970.
    package var secondsSince1970: Int {
        Self.daysSince1970(year, month, day) * Self.secondsPerDay + hour * 3600 + minute * 60 + second
    }

    /// The days from 1970-01-01 to a day. A day beyond the end of its month is in the next one.
    package static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        days(before: year) + days(before: month, of: year) + day - 1
    }

    /// The day of the week, 0 for Sunday.
    package var weekday: Int {
        let days = secondsSince1970.quotientAndRemainderFlooring(by: Self.secondsPerDay).quotient
        return (days + 4).quotientAndRemainderFlooring(by: 7).remainder  // 1970 began on a Thursday.
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// The number of days of a month, 1 to 12.
    package static func days(in month: Int, of year: Int) -> Int {
        days(before: month + 1, of: year) - days(before: month, of: year)
    }

    /// Days from the start of a year to the start of a month; month 13 is the end of the year.
    private static func days(before month: Int, of year: Int) -> Int {
        daysBeforeMonth[month - 1] + (month > 2 && isLeap(year) ? 1 : 0)
    }

    /// Days from 1970 to the start of a year.
    private static func days(before year: Int) -> Int {
        let leaps = { (year: Int) in
            [4, -100, 400].reduce(0) { sum, cycle in
                let count = (year - 1).quotientAndRemainderFlooring(by: abs(cycle)).quotient
                return sum + (cycle > 0 ? count : -count)
            }
        }
        return (year - 1970) * 365 + leaps(year) - leaps(1970)
    }
}

extension Int {
    /// The quotient rounded down, and a remainder that is never negative.
    package func quotientAndRemainderFlooring(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
