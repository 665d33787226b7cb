extension PosixZone {
    /// Parses the text of a TZ variable; nil if it has a fault, or its summer time has no rule.
    init?(parsing text: some Sequence<UInt8>) {
        var scanner = PosixZoneScanner(text)
        guard scanner.skipName(), let west = scanner.offset() else { return nil }
        standardOffset = -west
        guard !scanner.isAtEnd else {
            daylight = nil
            return
        }
        guard scanner.skipName() else { return nil }
        var offset = standardOffset + 3600
        if !scanner.isNext(",") {
            guard let west = scanner.offset() else { return nil }
            offset = -west
        }
        guard scanner.takes(","), let start = scanner.yearlyTime(), scanner.takes(","), let end = scanner.yearlyTime(),
            scanner.isAtEnd, ZoneRules.offsets ~= offset
        else { return nil }
        daylight = Daylight(offset: offset, start: start, end: end)
    }
}

/// Parses the parts of a TZ variable, byte by byte.
private struct PosixZoneScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: some Sequence<UInt8>) { bytes = Array(text) }

    var isAtEnd: Bool { position == bytes.count }

    func isNext(_ character: Unicode.Scalar) -> Bool {
        position < bytes.count && bytes[position] == UInt8(ascii: character)
    }

    /// Skips this character if it is next.
    mutating func takes(_ character: Unicode.Scalar) -> Bool {
        guard isNext(character) else { return false }
        position += 1
        return true
    }

    /// Skips a zone's name: three letters or more, or such text in angle brackets.
    mutating func skipName() -> Bool {
        let isQuoted = takes("<")
        let start = position
        while position < bytes.count, Self.isLetter(bytes[position]) || isQuoted && Self.isQuotable(bytes[position]) {
            position += 1
        }
        return position - start >= 3 && (!isQuoted || takes(">"))
    }

    /// Seconds behind UTC: `5`, `-1`, `+03:30`.
    mutating func offset() -> Int? { seconds(atMostHours: 24) }

    /// A day, and the hour if it is not 02:00: `M3.5.0`, `M10.5.0/3`, `J60`, `300/-2:30`.
    mutating func yearlyTime() -> PosixZone.YearlyTime? {
        guard let day = day() else { return nil }
        guard takes("/") else { return PosixZone.YearlyTime(day: day, time: 7200) }
        return seconds(atMostHours: 167).map { PosixZone.YearlyTime(day: day, time: $0) }
    }

    private mutating func day() -> PosixZone.YearlyTime.Day? {
        if takes("M") {
            guard let month = number(1...12), takes("."), let week = number(1...5), takes("."),
                let weekday = number(0...6)
            else { return nil }
            return .weekday(month: month, week: week, weekday: weekday)
        }
        if takes("J") { return number(1...365).map { .withoutLeapDay($0) } }
        return number(0...365).map { .ofYear($0) }
    }

    /// Hours, minutes and seconds with a sign: `3`, `-2:30`.
    private mutating func seconds(atMostHours limit: Int) -> Int? {
        let isNegative = takes("-")
        if !isNegative { _ = takes("+") }
        guard let hours = number(0...limit) else { return nil }
        var parts = [hours]
        while parts.count < 3, takes(":") {
            guard let part = number(0...59) else { return nil }
            parts.append(part)
        }
        let total = zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
        return isNegative ? -total : total
    }

    /// A number of one to three digits within bounds.
    private mutating func number(_ bounds: ClosedRange<Int>) -> Int? {
        let digits = bytes[position...].prefix { 0x30...0x39 ~= $0 }
        guard 1...3 ~= digits.count else { return nil }
        position = digits.endIndex
        let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return bounds ~= value ? value : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x41...0x5a ~= byte || 0x61...0x7a ~= byte }

    private static func isQuotable(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
}
