internal import HarkStore

internal import struct FoundationEssentials.Date

extension Scheduler {
    /// How much earlier than its slot a run may be received by another clock, in seconds.
    private static let clockDifference = 600.0

    /// Begins the run of a slot.
    /// - Returns: whether the slot is settled; false if it has to be tried again.
    func begin(_ schedule: PlannedSchedule, _ slot: Date, _ now: Date) async -> Bool {
        guard let store = deliveries.store else {
            if direct.begin(schedule, slot, logger) { schedule.runs.add() }
            return true
        }
        let row = schedule.bound.row
        do {
            let latest = try await store.latestSlot(of: row.key)
            // Another machine was faster.
            if let latest, latest >= slot, SlotWatch.isPlausible(latest, at: now) { return true }
            let previous = latest.flatMap { SlotWatch.isPlausible($0, at: now) ? $0 : nil }
            let run = ScheduledRun(slot: slot, previous: previous)
            let job = DeliveryJob(
                handler: schedule.handler, requestID: SlotIdentity(row, slot).requestID,
                call: EndpointCall(run, of: schedule.bound))
            // Stored before the slot is taken: the other way round, a crash between the two would lose the run. Of two
            // machines that get here at once, one stores a delivery, and the other one finds its duplicate.
            let added = try await deliveries.add(
                run.delivery(of: row, now: now), job, within: deliveries.options.timeout)
            if added.isRun { schedule.runs.add() }
            _ = try await store.takeSlot(of: row.key, at: slot)
            return true
        } catch {
            logger.error(
                "slot not stored",
                metadata: ["plugin": "\(row.plugin)", "schedule": "\(row.name)", "reason": "\(error)"])
            return false
        }
    }

    /// What is known about each schedule, in the order of the plugins.
    /// - Throws: why the store does not answer.
    func statuses() async throws(StoreError) -> [ScheduleStatus] {
        var statuses: [ScheduleStatus] = []
        for schedule in schedules {
            let row = schedule.bound.row
            var status = ScheduleStatus(
                schedule: row, isActive: schedule.bound.isActive(), next: schedule.rule.nextSlot(after: clock.now))
            if let store = deliveries.store {
                status.last = try await store.latestSlot(of: row.key)
                if let last = status.last {
                    // Senders can choose the same identifier for their requests. The store has nothing to look for
                    // among those that came before the slot; the clocks of several machines may differ a little.
                    let query = DeliveryQuery(
                        plugin: row.plugin, since: last.addingTimeInterval(-Self.clockDifference),
                        requestIDPrefix: SlotIdentity(row, last).requestID, limit: 10)
                    status.outcome = try await store.deliveries(query).first { $0.origin == .schedule }?.scheduleOutcome
                }
            } else if let last = direct.last(of: row.key) {
                (status.last, status.outcome) = (last.slot, last.outcome ?? DeliveryState.running.rawValue)
            }
            statuses.append(status)
        }
        return statuses
    }
}

/// What is known about a schedule.
struct ScheduleStatus: Sendable {
    let schedule: CatalogSchedule
    let isActive: Bool
    /// The next slot.
    let next: Date?
    /// The latest slot that ran.
    var last: Date?
    /// What became of it.
    var outcome: String?
}

extension AddedDelivery {
    /// Whether the slot runs; an earlier run may be unfinished.
    fileprivate var isRun: Bool {
        switch self {
        case .running, .replayed: true
        case .stored(_, let state, _, _): state != .superseded
        case .duplicate: false
        }
    }
}

extension DeliveryRecord {
    /// What became of a slot's run, in a few words.
    fileprivate var scheduleOutcome: String {
        switch state {
        case .done, .running: state.rawValue
        case .superseded: "skipped, because an earlier run was unfinished"
        case .ready, .waiting, .cancelled, .dead, .quarantined, .homeless:
            outcome.map { "\(state.rawValue), \($0)" } ?? state.rawValue
        }
    }
}
