/// One of the five fields of a cron expression: which values it may have, and how they are written.
struct CronField: Sendable {
    /// What the field says, for errors.
    let name: String
    /// Its values. Sunday is both 0 and 7.
    let range: ClosedRange<Int>
    /// The names of its values, in order from the first one; empty if they have none.
    private var names: [String] = []

    static let minute = CronField(name: "minute", range: 0...59)
    static let hour = CronField(name: "hour", range: 0...23)
    static let dayOfMonth = CronField(name: "day of month", range: 1...31)
    static let month = CronField(
        name: "month", range: 1...12,
        names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    static let dayOfWeek = CronField(
        name: "day of week", range: 0...7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])

    private init(name: String, range: ClosedRange<Int>, names: [String] = []) {
        self.name = name
        self.range = range
        self.names = names
    }

    /// The values that a text lists: `*`, `5`, `1-5`, `*/15`, `8-18/2`, `mon`, or several of these with commas.
    /// - Throws: the sentence that says what is wrong with it.
    func values(of text: String) throws(ScheduleTimingError) -> CronValues {
        var values = CronValues()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            for value in try list(String(part)) { values.insert(isDayOfWeek && value == 7 ? 0 : value) }
        }
        return values
    }

    private var isDayOfWeek: Bool { range.upperBound == 7 }

    /// What one part of a list stands for.
    private func list(_ part: String) throws(ScheduleTimingError) -> StrideThrough<Int> {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let bounds = try bounds(halves[0])
        guard halves.count == 2 else { return stride(from: bounds.lowerBound, through: bounds.upperBound, by: 1) }
        guard halves[0] == "*" || halves[0].contains("-") else {
            throw error(part, "is a step without a range; write \(halves[0])-\(range.upperBound)/\(halves[1])")
        }
        // A step of 90 minutes is not what `*/90` means: it would run at the full hour alone.
        let longest = isDayOfWeek ? 7 : range.count
        guard let step = number(halves[1]), 1...longest ~= step else {
            throw error(part, "has a step that is not 1 to \(longest)")
        }
        return stride(from: bounds.lowerBound, through: bounds.upperBound, by: step)
    }

    private func bounds(_ text: String) throws(ScheduleTimingError) -> ClosedRange<Int> {
        // All days of the week but the second Sunday.
        if text == "*" { return isDayOfWeek ? 0...6 : range }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let first = try value(ends[0])
        guard ends.count == 2 else { return first...first }
        var last = try value(ends[1])
        if isDayOfWeek, last == 0, first > 0 { last = 7 }
        guard first <= last else { throw error(text, "ends before it begins") }
        return first...last
    }

    private func value(_ text: String) throws(ScheduleTimingError) -> Int {
        if let position = names.firstIndex(of: text.lowercased()) { return range.lowerBound + position }
        guard let value = number(text), range ~= value else {
            let named = names.isEmpty ? "" : ", or a name such as \(names[1])"
            throw error(text, "is not a number from \(range.lowerBound) to \(range.upperBound)\(named)")
        }
        return value
    }

    /// A number as digits alone: `Int` would accept a sign too.
    private func number(_ text: String) -> Int? {
        text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(text) : nil
    }

    private func error(_ text: String, _ reason: String) -> ScheduleTimingError {
        ScheduleTimingError(
            text.isEmpty ? "the \(name) has an empty part." : "the \(name) “\(text.scalars(upTo: 40))” \(reason).")
    }
}

/// The values of a field, each from 0 to 63.
struct CronValues: Sendable, Equatable {
    private var bits: UInt64 = 0

    mutating func insert(_ value: Int) { bits |= 1 << UInt64(value) }

    func contains(_ value: Int) -> Bool { bits >> UInt64(value) & 1 == 1 }

    /// The least value that is not below `bound`; nil if there is none.
    func first(from bound: Int) -> Int? {
        let rest = bits & (~0 << UInt64(max(0, bound)))
        return rest == 0 ? nil : rest.trailingZeroBitCount
    }

    /// The greatest value that is not above `bound`; nil if there is none.
    func last(through bound: Int) -> Int? {
        let rest = bits & ~(~0 << UInt64(max(0, bound + 1)))
        return rest == 0 ? nil : 63 - rest.leadingZeroBitCount
    }
}
