package import struct FoundationEssentials.Date

/// The slots of a schedule, checked: without the rules of their time zone.
package enum SlotTimes: Sendable, Equatable {
    /// The multiples of so many seconds since 1970.
    case every(seconds: Int)
    /// Local times of the zone with this name.
    case cron(CronExpression, zone: String)

    private static let intervals = Duration.seconds(1)...Duration.seconds(86_400)

    /// Parses what a row writes.
    /// - Throws: the sentence that says what is wrong with it.
    package init(_ timing: ScheduleTiming) throws(ScheduleTimingError) {
        switch timing {
        case .every(let interval):
            guard Self.intervals ~= interval, interval.components.attoseconds == 0 else {
                throw ScheduleTimingError("its interval is not a number of whole seconds from 1 s to 24 h.")
            }
            self = .every(seconds: Int(interval.components.seconds))
        case .cron(let expression, let zone):
            guard Self.isZoneName(zone) else {
                throw ScheduleTimingError(
                    "“\(zone.scalars(upTo: 40))” is not the name of a time zone, such as Europe/Berlin.")
            }
            self = .cron(try CronExpression(parsing: expression), zone: zone)
        }
    }

    /// The zone whose rules `SlotRule` needs; nil if the slots are the same in all zones.
    package var zone: String? {
        if case .cron(_, let zone) = self { zone } else { nil }
    }

    /// Whether a text can be a zone's name. It becomes a part of a path, so it must not leave the database's folder.
    private static func isZoneName(_ name: String) -> Bool {
        let signs = "+-_".utf8
        return name.utf8.count <= 100
            && name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { byte in
                        0x30...0x39 ~= byte || 0x41...0x5a ~= byte || 0x61...0x7a ~= byte || signs.contains(byte)
                    }
            }
    }
}

/// The slots of a schedule, as moments.
package struct SlotRule: Sendable, Equatable {
    private let times: SlotTimes
    private let zone: ZoneRules

    /// Slots, with the rules of `times.zone`.
    package init(_ times: SlotTimes, in zone: ZoneRules = .utc) {
        self.times = times
        self.zone = zone
    }

    /// The first slot after a date; nil if there is none, which only dates of the distant future have.
    package func nextSlot(after date: Date) -> Date? {
        guard let seconds = Self.wholeSeconds(of: date) else { return nil }
        let next: Int?
        switch times {
        case .every(let interval): next = (seconds.quotientAndRemainderFlooring(by: interval).quotient + 1) * interval
        case .cron(let expression, _):
            next = expression.next(after: zone.highestLocalTime(upTo: seconds)).map(zone.firstTime(showing:))
        }
        return next.map { Date(timeIntervalSince1970: Double($0)) }
    }

    /// The latest slot that is not after a date; nil if there is none, which only dates of the distant past have.
    package func latestSlot(upTo date: Date) -> Date? {
        guard let seconds = Self.wholeSeconds(of: date) else { return nil }
        let latest: Int?
        switch times {
        case .every(let interval): latest = seconds.quotientAndRemainderFlooring(by: interval).quotient * interval
        case .cron(let expression, _):
            latest = expression.latest(upTo: zone.highestLocalTime(upTo: seconds)).map(zone.firstTime(showing:))
        }
        return latest.map { Date(timeIntervalSince1970: Double($0)) }
    }

    /// The years 6 to 9891, in seconds since 1970.
    private static let representable = -62_000_000_000.0...250_000_000_000.0

    /// The seconds since 1970, rounded down.
    private static func wholeSeconds(of date: Date) -> Int? {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        return representable ~= seconds ? Int(seconds) : nil
    }
}
