/// Some hours of each day, or some days of each week, on the clocks of a time zone.
struct TimeWindow: Sendable, Hashable {
    /// The days from Monday on.
    static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static let (dayLength, daysOfWeek) = (86_400, 7)

    /// The part of a day, in seconds since midnight, without its end; it contains midnight if its start is later than
    /// its end.
    struct Hours: Sendable, Hashable {
        let start: Int
        let end: Int

        func contains(_ second: Int) -> Bool {
            start < end ? (start..<end).contains(second) : second >= start || second < end
        }
    }

    private enum Extent: Sendable, Hashable {
        case hours([Hours])
        /// Numbers from 0 for Monday.
        case days(Set<Int>)
    }

    private let extent: Extent

    init(_ hours: [Hours]) { extent = .hours(hours) }

    init(days: Set<Int>) { extent = .days(days) }

    /// Whether it contains a local time, in seconds since 1970.
    func contains(_ local: Int) -> Bool {
        let second = ((local % Self.dayLength) + Self.dayLength) % Self.dayLength
        switch extent {
        case .hours(let hours): return hours.contains { $0.contains(second) }
        case .days(let days):
            // The first of January 1970 was a Thursday.
            let day = ((local - second) / Self.dayLength + 3) % Self.daysOfWeek
            return days.contains((day + Self.daysOfWeek) % Self.daysOfWeek)
        }
    }
}

extension TimeWindow.Hours {
    /// Reads `22-07` or `22:30-07`; nil for anything else, and for an empty time.
    init?(_ text: String) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.seconds)
        guard ends.count == 2, let start = ends[0], let end = ends[1], start != end, start < 86_400 else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `7`, `07` or `07:30`; nil for anything else and for more than 24 hours.
    private static func seconds(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }) else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        guard numbers.count == parts.count, let hour = numbers.first else { return nil }
        let minute = numbers.count == 2 ? numbers[1] : 0
        let seconds = hour * 3600 + minute * 60
        return minute < 60 && seconds <= 86_400 ? seconds : nil
    }
}

extension TimeWindow {
    /// Reads days and ranges of days, `mon-fri` or `sat`; nil if one of them is invalid.
    static func days(_ texts: [String]) -> Set<Int>? {
        var days: Set<Int> = []
        for text in texts {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
                .map { dayNames.firstIndex(of: $0.lowercased()) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else { return nil }
            for offset in 0...((last - first + daysOfWeek) % daysOfWeek) {
                days.insert((first + offset) % daysOfWeek)
            }
        }
        return days
    }
}
