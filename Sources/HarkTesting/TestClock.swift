public import HarkHost
private import Synchronization

public import struct FoundationEssentials.Date

/// The clock of a bot or a store under test: it stands still until the test advances it, which wakes expired sleeps.
public final class TestClock: Sendable {
    private struct Sleeper {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var date: Date
        var steady = ContinuousClock.Instant.now
        var sleepers: [Int: Sleeper] = [:]
        var sleepCount = 0
        /// Tests that wait until this many sleeps have begun.
        var watchers: [(sleepCount: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var durations: [Duration] = []
    }
    private let state: Mutex<State>

    /// A clock with this time, in whole seconds for a store.
    public init(at date: Date = Date(timeIntervalSince1970: 1_800_000_000)) { state = Mutex(State(date: date)) }

    /// Its time of day.
    public var now: Date { state.withLock { $0.date } }

    /// The durations of all sleeps so far, in order.
    public var sleeps: [Duration] { state.withLock { $0.durations } }

    /// Advances the clock, or sets it back if the duration is negative.
    public func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.date.addTimeInterval(duration / .seconds(1))
            state.steady += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.steady }
            for number in due.keys { state.sleepers[number] = nil }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
        }
        for sleeper in woken { sleeper.continuation.resume() }
    }

    /// Waits until this many sleeps have begun, counted from the start.
    public func sleepsBegun(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.durations.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }

    /// The clock in the form that a bot uses.
    public var reading: BotClock {
        BotClock(
            date: { self.now }, steady: { self.state.withLock { $0.steady } },
            sleep: { try await self.sleep(until: $0) })
    }

    private func sleep(until deadline: ContinuousClock.Instant) async throws {
        let number = state.withLock { state in
            state.sleepCount += 1
            return state.sleepCount
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                begin(number, deadline, continuation)
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume(
                throwing: CancellationError())
        }
    }

    private func begin(
        _ number: Int, _ deadline: ContinuousClock.Instant, _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let (isOver, reached) = state.withLock { state in
            state.durations.append(deadline - state.steady)
            let isOver = deadline <= state.steady || Task.isCancelled
            if !isOver { state.sleepers[number] = Sleeper(deadline: deadline, continuation: continuation) }
            let reached = state.watchers.filter { $0.sleepCount <= state.durations.count }
            state.watchers.removeAll { $0.sleepCount <= state.durations.count }
            return (isOver, reached.map(\.continuation))
        }
        for watcher in reached { watcher.resume() }
        guard isOver else { return }
        if Task.isCancelled { continuation.resume(throwing: CancellationError()) } else { continuation.resume() }
    }
}
