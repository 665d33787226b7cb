/// One row of a manifest's schedules: when the plugin's method runs without being asked.
///
/// ```swift
/// schedules: [.every(.minutes(5), poll), .cron("0 9 * * 1-5", in: "Europe/Berlin", announceStandup)]
///
/// func poll() async throws { … }
/// func announceStandup(_ run: ScheduledRun) async throws { try await chat.announce("Standup!") }
/// ```
///
/// The times at which a schedule runs are its slots. A slot is stored before it runs, as a delivery to a durable route
/// is: it runs once on all machines that share a store, and again after a failure, as long as that ends before the next
/// slot. While a run is unfinished, later slots are skipped. After a pause the latest slot that was missed runs, if it
/// is less than 24 hours old; a schedule that has never run has missed none. With `HARK_STORE=off` nothing is stored,
/// run again or caught up on.
public struct Schedule<Owner: Plugin>: Sendable {
    /// Runs the plugin's method.
    package typealias Invoke = @Sendable (Owner, ScheduledRun) async throws -> Void

    /// Identifies the schedule among those of its plugin, also after a restart. A schedule with another name is a new
    /// one, which has never run.
    public let name: String

    /// Longest time for one run; its task is cancelled then.
    public let timeLimit: Duration

    /// Its slots, as the row writes them.
    package let timing: ScheduleTiming

    package let invoke: Invoke

    private init(_ timing: ScheduleTiming, _ name: String?, _ timeLimit: Duration, invoke: @escaping Invoke) {
        self.timing = timing
        self.name = name ?? timing.description
        self.timeLimit = timeLimit
        self.invoke = invoke
    }
}

extension Schedule {
    /// A schedule whose slots are the multiples of an interval since 1970-01-01 00:00 UTC, so that all machines agree
    /// on them: every 5 minutes at 0, 5, 10 … minutes past the hour.
    /// - Parameters:
    ///   - interval: whole seconds, from 1 s to 24 h.
    ///   - name: at most 100 bytes; nil for `every 5m`.
    ///   - timeLimit: longest time for one run, more than 0 and at most 24 h.
    ///   - handler: the method.
    public static func every(
        _ interval: Duration,
        named name: String? = nil,
        within timeLimit: Duration = .seconds(60),
        _ handler: @escaping @Sendable (Owner) -> @Sendable () async throws -> Void
    ) -> Schedule {
        Schedule(.every(interval), name, timeLimit) { owner, _ in try await handler(owner)() }
    }

    /// The same for a method that takes the run.
    public static func every(
        _ interval: Duration,
        named name: String? = nil,
        within timeLimit: Duration = .seconds(60),
        _ handler: @escaping @Sendable (Owner) -> @Sendable (ScheduledRun) async throws -> Void
    ) -> Schedule {
        Schedule(.every(interval), name, timeLimit) { owner, run in try await handler(owner)(run) }
    }

    /// A schedule whose slots are written as in `crontab(5)`: minute, hour, day of month, month and day of week, such
    /// as `0 9 * * 1-5`, or `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`.
    ///
    /// A field is `*`, or a list of numbers, of ranges (`1-5`), and of steps (`*/15`, `8-18/2`). Months and days of the
    /// week have names too: `jan`, `mon`; Sunday is 0 and 7. If neither the day of month nor the day of week begins
    /// with `*`, either of them is enough.
    ///
    /// A slot that the zone's clocks skip, when summer time begins, is at the first moment after the gap. A slot that
    /// they show twice, when it ends, is the first one alone: what has to run in every hour of the year is scheduled
    /// with `every`, or in UTC.
    /// - Parameters:
    ///   - expression: the five fields.
    ///   - zone: the time zone's name in the database of the system, such as `Europe/Berlin`.
    ///   - name: at most 100 bytes; nil for the expression with the zone: `0 9 * * 1-5 Europe/Berlin`.
    ///   - timeLimit: longest time for one run, more than 0 and at most 24 h.
    ///   - handler: the method.
    public static func cron(
        _ expression: String,
        in zone: String = "UTC",
        named name: String? = nil,
        within timeLimit: Duration = .seconds(60),
        _ handler: @escaping @Sendable (Owner) -> @Sendable () async throws -> Void
    ) -> Schedule {
        Schedule(.cron(expression, zone: zone), name, timeLimit) { owner, _ in try await handler(owner)() }
    }

    /// The same for a method that takes the run.
    public static func cron(
        _ expression: String,
        in zone: String = "UTC",
        named name: String? = nil,
        within timeLimit: Duration = .seconds(60),
        _ handler: @escaping @Sendable (Owner) -> @Sendable (ScheduledRun) async throws -> Void
    ) -> Schedule {
        Schedule(.cron(expression, zone: zone), name, timeLimit) { owner, run in try await handler(owner)(run) }
    }
}

/// The slots of a schedule, as its row writes them: not checked yet.
package enum ScheduleTiming: Sendable, Equatable {
    /// The multiples of an interval.
    case every(Duration)
    /// An expression of `crontab(5)`, in a time zone.
    case cron(String, zone: String)
}

extension ScheduleTiming: CustomStringConvertible {
    /// For people, and a schedule's name unless its row gives another: `every 5m`, `0 9 * * 1-5 Europe/Berlin`.
    package var description: String {
        switch self {
        case .every(let interval): "every \(interval.settingText)"
        case .cron(let expression, let zone):
            (CronExpression.words(of: expression) + (zone == ZoneRules.utcName ? [] : [zone])).joined(separator: " ")
        }
    }
}
