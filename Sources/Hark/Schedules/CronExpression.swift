/// Local times written in five fields, as in `crontab(5)` of Debian's package cron: minute, hour, day of month, month,
/// day of week.
package struct CronExpression: Sendable, Equatable {
    private let minutes: CronValues
    private let hours: CronValues
    private let daysOfMonth: CronValues
    private let months: CronValues
    private let daysOfWeek: CronValues

    /// Whether one of the two fields for days is enough: "If both fields are restricted (i.e., don't start with *), the
    /// command will be run when either field matches the current time" (`crontab(5)`).
    private let isEitherDayEnough: Bool

    /// What the abbreviations stand for.
    private static let abbreviations: KeyValuePairs = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *",
    ]

    /// Parses an expression.
    /// - Throws: the sentence that says what is wrong, and in which field.
    package init(parsing text: String) throws(ScheduleTimingError) {
        let fields = try Self.fields(of: text)
        minutes = try CronField.minute.values(of: fields[0])
        hours = try CronField.hour.values(of: fields[1])
        daysOfMonth = try CronField.dayOfMonth.values(of: fields[2])
        months = try CronField.month.values(of: fields[3])
        daysOfWeek = try CronField.dayOfWeek.values(of: fields[4])
        isEitherDayEnough = !fields[2].hasPrefix("*") && !fields[4].hasPrefix("*")
        guard isEitherDayEnough || hasDay else {
            throw ScheduleTimingError("the month “\(fields[3])” has no day of month “\(fields[2])”, so it never runs.")
        }
    }

    /// The words of an expression.
    static func words(of text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    private static func fields(of text: String) throws(ScheduleTimingError) -> [String] {
        var fields = words(of: text)
        guard let first = fields.first else {
            throw ScheduleTimingError("the expression is empty; write five fields, such as “0 9 * * 1-5”.")
        }
        if first.hasPrefix("@") {
            guard fields.count == 1, let long = abbreviations.first(where: { $0.key == first.lowercased() }) else {
                let known = abbreviations.map(\.key).joined(separator: ", ")
                throw ScheduleTimingError(
                    "“\(fields.joined(separator: " ").scalars(upTo: 40))” is not one of \(known).")
            }
            fields = words(of: long.value)
        }
        guard fields.count == 5 else {
            let count = fields.count == 1 ? "1 field" : "\(fields.count) fields"
            throw ScheduleTimingError(
                "the expression has \(count); write five: minute, hour, day of month, month, day of week.")
        }
        return fields
    }

    /// Whether one of its months has one of its days in some year.
    private var hasDay: Bool {
        (1...12).contains { month in
            guard months.contains(month), let day = daysOfMonth.first(from: 1) else { return false }
            return day <= CalendarDate.days(in: month, of: 2000)
        }
    }
}

/// What is wrong with the slots of a schedule: a sentence without a subject, for the fault that names the schedule.
package struct ScheduleTimingError: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

extension CronExpression {
    private static let minutesPerDay = 1440

    /// Longest search, in days: two days 29 February on the same day of the week are up to 40 years apart.
    private static let longestSearch = 41 * 366

    /// The first local time of the expression after a time.
    /// - Parameter time: what local clocks show, as the seconds that UTC would have had then since 1970.
    /// - Returns: the same for the local time; nil if there is none within 40 years.
    func next(after time: Int) -> Int? {
        let from = time.quotientAndRemainderFlooring(by: 60).quotient + 1
        var day = from.quotientAndRemainderFlooring(by: Self.minutesPerDay).quotient
        var minute = from - day * Self.minutesPerDay
        let last = day + Self.longestSearch
        while day <= last {
            let date = CalendarDate(secondsSince1970: day * 86_400)
            guard months.contains(date.month) else {
                (day, minute) = (day + CalendarDate.days(in: date.month, of: date.year) - date.day + 1, 0)
                continue
            }
            if includes(date), let found = firstMinute(from: minute) { return (day * Self.minutesPerDay + found) * 60 }
            (day, minute) = (day + 1, 0)
        }
        return nil
    }

    /// The latest local time of the expression that is not after a time, in the same form.
    func latest(upTo time: Int) -> Int? {
        let from = time.quotientAndRemainderFlooring(by: 60).quotient
        var day = from.quotientAndRemainderFlooring(by: Self.minutesPerDay).quotient
        var minute = from - day * Self.minutesPerDay
        let last = day - Self.longestSearch
        while day >= last {
            let date = CalendarDate(secondsSince1970: day * 86_400)
            guard months.contains(date.month) else {
                (day, minute) = (day - date.day, Self.minutesPerDay - 1)
                continue
            }
            if includes(date), let found = lastMinute(through: minute) {
                return (day * Self.minutesPerDay + found) * 60
            }
            (day, minute) = (day - 1, Self.minutesPerDay - 1)
        }
        return nil
    }

    private func includes(_ date: CalendarDate) -> Bool {
        let (isInMonth, isInWeek) = (daysOfMonth.contains(date.day), daysOfWeek.contains(date.weekday))
        return isEitherDayEnough ? isInMonth || isInWeek : isInMonth && isInWeek
    }

    /// The first minute of a day, counted from midnight, that is not before `bound`.
    private func firstMinute(from bound: Int) -> Int? {
        if hours.contains(bound / 60), let minute = minutes.first(from: bound % 60) { return bound / 60 * 60 + minute }
        guard let hour = hours.first(from: bound / 60 + 1), let minute = minutes.first(from: 0) else { return nil }
        return hour * 60 + minute
    }

    /// The last minute of a day, counted from midnight, that is not after `bound`.
    private func lastMinute(through bound: Int) -> Int? {
        if hours.contains(bound / 60), let minute = minutes.last(through: bound % 60) {
            return bound / 60 * 60 + minute
        }
        guard let hour = hours.last(through: bound / 60 - 1), let minute = minutes.last(through: 59) else { return nil }
        return hour * 60 + minute
    }
}
