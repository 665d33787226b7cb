/// A moment as year, month, day and time of day in UTC, in the Gregorian calendar, without leap seconds.
struct CalendarDate: Equatable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int
    /// 0 to 23.
    var hour: Int
    /// 0 to 59.
    var minute: Int
    /// 0 to 59.
    var second: Int

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
    init(secondsSince1970 seconds: Int) {
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
    var secondsSince1970: Int {
        let days = Self.days(before: year) + Self.days(before: month, of: year) + day - 1
        return days * Self.secondsPerDay + hour * 3600 + minute * 60 + second
    }

    /// The day of the week, 0 for Sunday.
    var weekday: Int {
        let days = secondsSince1970.quotientAndRemainderFlooring(by: Self.secondsPerDay).quotient
        return (days + 4).quotientAndRemainderFlooring(by: 7).remainder  // 1970 began on a Thursday.
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(in month: Int, of year: Int) -> Int {
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
    fileprivate func quotientAndRemainderFlooring(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
