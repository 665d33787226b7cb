private import Synchronization

internal import struct FoundationEssentials.Date

/// The runs of schedules in a bot that stores nothing: each is attempted once.
final class DirectRuns: Sendable {
    /// The latest run of a schedule.
    struct Run: Sendable {
        let slot: Date
        /// What became of it; nil while it runs.
        var outcome: String?
    }

    private struct State {
        /// By the keys of the schedules.
        var latest: [String: Run] = [:]
        var tasks: [String: Task<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// The latest run of a schedule; nil if there was none since the start.
    func last(of key: String) -> Run? { state.withLock { $0.latest[key] } }

    /// Runs a slot, unless an earlier one still runs.
    /// - Returns: whether it runs.
    func begin(_ schedule: PlannedSchedule, _ slot: Date, _ logger: Logger) -> Bool {
        let row = schedule.bound.row
        return state.withLock { state in
            guard state.tasks[row.key] == nil else { return false }
            let run = ScheduledRun(slot: slot, previous: state.latest[row.key]?.slot)
            state.latest[row.key] = Run(slot: slot)
            state.tasks[row.key] = Task {
                let error = await Self.error(of: run, schedule.bound)
                if let error {
                    logger.error(
                        "schedule failed",
                        metadata: ["plugin": "\(row.plugin)", "schedule": "\(row.name)", "error": "\(error)"])
                }
                self.state.withLock { state in
                    state.latest[row.key]?.outcome = error.map { "failed, \($0)" } ?? "done"
                    state.tasks[row.key] = nil
                }
            }
            return true
        }
    }

    /// Runs a plugin's method; nil if it succeeds.
    private static func error(of run: ScheduledRun, _ schedule: BoundSchedule) async -> String? {
        do {
            try await TimeLimit.run(within: schedule.row.timeLimit) { try await schedule.run(run) }
        } catch let rejection as Rejection {
            return "\(rejection.status.code) \(rejection.reason)"
        } catch is TimeLimit.Exceeded {
            return "it took longer than \(schedule.row.timeLimit.settingText)"
        } catch {
            return "\(error)"
        }
        return nil
    }

    /// Waits until all runs have ended.
    func settle() async {
        for task in state.withLock({ Array($0.tasks.values) }) { await task.value }
    }

    /// Waits for the runs, and cancels those that take longer.
    func close(within limit: Duration) async {
        try? await TimeLimit.run(within: limit) { await self.settle() }
        for task in state.withLock({ Array($0.tasks.values) }) { task.cancel() }
    }
}
