internal import struct FoundationEssentials.Date

/// The command about schedules.
extension Builtins {
    /// Longest outcome in the list, in Unicode scalars.
    private static let longestOutcome = 120

    func listSchedules() async throws -> ChatText {
        let statuses = try await scheduler.statuses()
        guard !statuses.isEmpty else { return "No plugin has a schedule." }
        var text: ChatText = ""
        for (index, status) in statuses.enumerated() {
            if index > 0 { text += "\n" }
            text += line(for: status)
        }
        return text
    }

    private func line(for status: ScheduleStatus) -> ChatText {
        let row = status.schedule
        var text: ChatText = "\(row.plugin)  \(row.name)"
        if row.name != row.timing { text += " (\(row.timing))" }
        if !status.isActive {
            text += ": its plugin is not active"
        } else if let next = status.next {
            let wait = Int(next.timeIntervalSince(pipeline.clock.now).rounded(.up))
            text += ": next \(SlotTime(next).description), in \(Self.readable(seconds: wait))"
        }
        guard let last = status.last else {
            text += "; it has not run yet"
            return text
        }
        text += "; last \(SlotTime(last).description)"
        if let outcome = status.outcome { text += ", \(outcome.scalars(upTo: Self.longestOutcome))" }
        return text
    }
}

/// A slot for people: `2026-05-04 07:00 UTC`, with seconds where they are not 0.
struct SlotTime: CustomStringConvertible {
    let description: String

    init(_ date: Date) {
        let date = CalendarDate(secondsSince1970: Int(date.timeIntervalSince1970.rounded(.down)))
        let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        let time = [date.hour, date.minute] + (date.second == 0 ? [] : [date.second])
        let day = [date.year, date.month, date.day].map(padded).joined(separator: "-")
        description = "\(day) \(time.map(padded).joined(separator: ":")) UTC"
    }
}
