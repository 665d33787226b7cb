private import HarkStore

internal import struct FoundationEssentials.Date

/// A schedule with everything that running it needs.
struct PlannedSchedule: Sendable {
    /// Most attempts of one run.
    private static let mostAttempts = 10

    let bound: BoundSchedule
    /// Its slots.
    let rule: SlotRule
    /// How its stored runs are handled.
    let handler: DeliveryHandler
    /// Counts the slots that began to run.
    let runs = Counter()

    /// Plans a schedule with the rules of its zone.
    init(_ bound: BoundSchedule, _ rule: SlotRule, now: Date) {
        self.bound = bound
        self.rule = rule
        let row = bound.row
        // An attempt that waited beyond the next slot would only keep that one from running.
        let attempts = RetrySchedule.attempts(within: rule.shortestGap(after: now), atMost: Self.mostAttempts)
        handler = DeliveryHandler(
            route: StoredRoute(plugin: row.plugin, label: row.label), timeLimit: row.timeLimit, attempts: attempts,
            policy: .first, cancelsRunning: false, counters: RouteCounters(),
            prepare: { record, payload in
                guard let run = ScheduledRun(payload) else { throw UnusableDelivery("The stored slot is damaged.") }
                return EndpointCall(run, of: bound)
            })
    }

    /// Plans all schedules, and finds those whose zone is unknown.
    static func plan(
        _ schedules: [BoundSchedule], zones: ZoneDatabase, now: Date
    ) -> (planned: [PlannedSchedule], faults: [Fault]) {
        var (planned, faults): ([PlannedSchedule], [Fault]) = ([], [])
        for schedule in schedules {
            let row = schedule.row
            do throws(ZoneError) {
                let zone = try zones.rules(of: row.times.zone ?? ZoneRules.utcName)
                planned.append(PlannedSchedule(schedule, SlotRule(row.times, in: zone), now: now))
            } catch {
                faults.append(Fault("plugin \(row.plugin), schedule “\(row.name)”", error.description))
            }
        }
        return (planned, faults)
    }
}

extension EndpointCall {
    /// The call of a schedule's method.
    init(_ run: ScheduledRun, of schedule: BoundSchedule) {
        self.init(key: schedule.row.name) {
            try await schedule.run(run)
            return .handled()
        }
    }
}

extension SlotRule {
    /// How many slots are looked at: more than an hour has minutes, in which the gaps differ.
    private static let sampleSize = 100

    /// The shortest time between two of the next slots.
    fileprivate func shortestGap(after date: Date) -> Duration {
        var (shortest, last) = (Double.infinity, date)
        for _ in 0...Self.sampleSize {
            guard let slot = nextSlot(after: last) else { break }
            if last != date { shortest = min(shortest, slot.timeIntervalSince(last)) }
            last = slot
        }
        return shortest.isFinite ? .seconds(shortest) : .days(1)
    }
}
