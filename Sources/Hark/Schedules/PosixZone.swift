/// A zone as the variable TZ of POSIX describes it (RFC 8536, 3.3.1): `CET-1CEST,M3.5.0,M10.5.0/3`.
struct PosixZone: Sendable, Equatable {
    /// Summer time.
    struct Daylight: Sendable, Equatable {
        /// Seconds ahead of UTC.
        let offset: Int
        let start: YearlyTime
        let end: YearlyTime
    }

    /// A local time in each year.
    struct YearlyTime: Sendable, Equatable {
        enum Day: Sendable, Equatable {
            /// The `week`th such day of the week in the month, the last one for 5.
            case weekday(month: Int, week: Int, weekday: Int)
            /// From 1; 29 February is not counted.
            case withoutLeapDay(Int)
            /// From 0; 29 February is counted.
            case ofYear(Int)
        }

        let day: Day
        /// Seconds after the day's midnight, from -167 to 167 hours.
        let time: Int
    }

    /// Seconds ahead of UTC without summer time.
    let standardOffset: Int
    /// nil if the zone has no summer time.
    let daylight: Daylight?

    /// The stretch that contains a time.
    func stretch(at time: Int) -> ZoneRules.Stretch {
        var stretch = ZoneRules.Stretch(
            start: ZoneRules.distantPast, end: ZoneRules.distantFuture, offset: standardOffset)
        guard let daylight else { return stretch }
        let year = CalendarDate(secondsSince1970: time).year
        // A change belongs to the neighbouring year if its hour lies far outside its day.
        for year in year - 2...year + 2 {
            // Summer time that ends and begins at one moment lasts all year.
            stretch.pass(daylight.end.seconds(in: year) - daylight.offset, setting: standardOffset, at: time)
            stretch.pass(daylight.start.seconds(in: year) - standardOffset, setting: daylight.offset, at: time)
        }
        return stretch
    }
}

extension ZoneRules.Stretch {
    /// Shortens the stretch around `time` by a change of the clocks. Of two changes at one moment the later call
    /// counts.
    fileprivate mutating func pass(_ change: Int, setting offset: Int, at time: Int) {
        if change > time {
            end = min(end, change)
        } else if change >= start {
            self = ZoneRules.Stretch(start: change, end: end, offset: offset)
        }
    }
}

extension PosixZone.YearlyTime {
    /// The local time in a year, as seconds since 1970.
    fileprivate func seconds(in year: Int) -> Int { dayNumber(in: year) * 86_400 + time }

    private func dayNumber(in year: Int) -> Int {
        let newYear = CalendarDate.daysSince1970(year, 1, 1)
        switch day {
        case .weekday(let month, let week, let weekday):
            let first = CalendarDate.daysSince1970(year, month, 1)
            let firstWeekday = CalendarDate(secondsSince1970: first * 86_400).weekday
            let offset = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return first + (offset < CalendarDate.days(in: month, of: year) ? offset : offset - 7)
        case .withoutLeapDay(let day):
            let hasLeapDay = CalendarDate.days(in: 2, of: year) == 29
            return newYear + day - 1 + (hasLeapDay && day > 59 ? 1 : 0)
        case .ofYear(let day):
            return newYear + day
        }
    }
}
