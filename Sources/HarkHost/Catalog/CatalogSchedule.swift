/// One schedule of a manifest, parsed, without the plugin's method.
package struct CatalogSchedule: Sendable {
    package let plugin: String
    package let name: String
    /// Its slots.
    let times: SlotTimes
    /// Its slots as the row writes them: `every 5m`.
    package let timing: String
    /// Longest time for one run.
    package let timeLimit: Duration

    /// Longest name, in bytes: it is a part of the key of its slots in the store.
    private static let longestName = 100

    private static let longestTimeLimit = Duration.hours(24)

    /// Parses a row; nil when its slots have a fault.
    init?<Owner: Plugin>(_ schedule: Schedule<Owner>, of plugin: String) {
        guard let times = try? SlotTimes(schedule.timing) else { return nil }
        self.plugin = plugin
        self.times = times
        name = schedule.name
        timing = schedule.timing.description
        timeLimit = schedule.timeLimit
    }

    /// What identifies its slots in the store.
    var key: String { "\(plugin)/\(name)" }

    /// The route of its runs, as the store and commands show it.
    var label: String { "schedule \(name)" }

    /// The faults of a plugin's schedules.
    /// - Parameter plugin: the plugin, as faults name it.
    static func faults<Owner: Plugin>(of schedules: [Schedule<Owner>], _ plugin: String) -> [Fault] {
        var names: Set<String> = []
        return schedules.flatMap { schedule in
            let subject = "\(plugin), schedule “\(schedule.name.scalars(upTo: longestName))”"
            var reasons: [String] = []
            do throws(ScheduleTimingError) { _ = try SlotTimes(schedule.timing) } catch { reasons.append("\(error)") }
            if reasons.isEmpty, !isName(schedule.name) {
                reasons.append("a name is 1 to \(longestName) visible ASCII characters; give it one with named:.")
            }
            if !names.insert(schedule.name).inserted {
                reasons.append("another schedule of the plugin has this name; give one of them its own with named:.")
            }
            if schedule.timeLimit <= .zero || schedule.timeLimit > longestTimeLimit {
                reasons.append("its time limit is not above 0 and at most 24 h.")
            }
            return reasons.map { Fault(subject, $0) }
        }
    }

    private static func isName(_ text: String) -> Bool {
        1...longestName ~= text.utf8.count && text.utf8.allSatisfy { 0x20...0x7e ~= $0 }
            && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    }
}
