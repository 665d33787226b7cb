internal import HarkStore
private import Synchronization

internal import struct FoundationEssentials.Date

/// Runs the schedules of the active plugins: as stored deliveries, or directly if the bot stores none.
package final class Scheduler: Sendable {
    private struct State {
        /// One for each schedule; empty before `open`.
        var watches: [SlotWatch] = []
        var loop: Task<Void, Never>?
        /// Whether a slot could not be stored.
        var isBehind = false
        var isClosed = false
    }

    /// Longest wait: someone may set the machine's clock, or the machine may have slept.
    private static let longestNap = Duration.seconds(60)

    /// The wait after the store did not take a slot.
    private static let waitAfterError = Duration.seconds(5)

    let schedules: [PlannedSchedule]
    let deliveries: DeliveryQueue
    let direct = DirectRuns()
    let clock: BotClock
    let logger: Logger
    private let state = Mutex(State())
    private let passes = SerialTasks()

    /// A scheduler that runs nothing before `open`.
    init(_ schedules: [PlannedSchedule], _ deliveries: DeliveryQueue, clock: BotClock, logger: Logger) {
        self.schedules = schedules
        self.deliveries = deliveries
        self.clock = clock
        self.logger = logger
    }

    deinit { state.withLock { $0.loop }?.cancel() }

    /// Begins to run schedules, with the slots that were missed. Plugins are active, and the queue is open, if it is to
    /// be opened.
    /// - Throws: why the store does not know the latest slots.
    func open() async throws(StoreError) {
        guard !schedules.isEmpty else { return }
        let now = clock.now
        var watches: [SlotWatch] = []
        for schedule in schedules {
            let latest = try await deliveries.store?.latestSlot(of: schedule.bound.row.key)
            watches.append(SlotWatch(from: now, latest: latest))
        }
        let opened = watches
        state.withLock { state in
            state.watches = opened
            // The loop does not keep the scheduler, which ends it at the latest when it goes.
            state.loop = Task { [weak self, clock] in
                while !Task.isCancelled {
                    await self?.runDue()
                    guard let nap = self?.nap, (try? await clock.sleep(for: nap)) != nil else { return }
                }
            }
        }
    }

    /// Runs nothing any more. Stored runs go on until their queue is closed.
    /// - Parameter limit: longest wait for direct runs; those that take longer are cancelled.
    func close(within limit: Duration) async {
        state.withLock { state in
            state.isClosed = true
            state.loop?.cancel()
        }
        await passes.finish()
        await direct.close(within: limit)
    }

    /// Begins the runs that are due, one pass after the other.
    package func runDue() async { await passes.run { await self.beginDueRuns() } }

    private func beginDueRuns() async {
        let now = clock.now
        state.withLock { $0.isBehind = false }
        for (position, schedule) in schedules.enumerated() {
            let slot = state.withLock { state in
                state.isClosed || state.watches.isEmpty ? nil : state.watches[position].due(schedule.rule, at: now)
            }
            guard let slot, schedule.bound.isActive() else { continue }
            guard await !begin(schedule, slot, now) else { continue }
            state.withLock { state in
                state.watches[position].putBack(slot)
                state.isBehind = true
            }
        }
    }

    /// How long to wait for the next pass.
    private var nap: Duration {
        let longest = state.withLock { $0.isBehind } ? Self.waitAfterError : Self.longestNap
        return max(.milliseconds(1), min(longest, waitForNextSlot ?? longest))
    }

    /// The time until the next slot of an active plugin; nil if there is none.
    package var waitForNextSlot: Duration? {
        let now = clock.now
        let slots = schedules.filter { $0.bound.isActive() }.compactMap { $0.rule.nextSlot(after: now) }
        return slots.min().map { .seconds($0.timeIntervalSince(now)) }
    }

    /// Waits until the direct runs have ended.
    package func settle() async { await direct.settle() }
}
