public import struct FoundationEssentials.Date

/// What time it is, from a source that a test can replace.
public struct BotClock: Sendable {
    private let readDate: @Sendable () -> Date
    private let readSteady: @Sendable () -> ContinuousClock.Instant
    private let wait: @Sendable (ContinuousClock.Instant) async throws -> Void

    /// A clock that reads these sources.
    /// - Parameters:
    ///   - date: the time of day.
    ///   - steady: a time that never jumps; by default the machine's continuous clock.
    ///   - sleep: waits until `steady` has reached this time; by default until that time of the machine's continuous
    ///     clock. Give it whenever you give `steady`.
    public init(
        date: @escaping @Sendable () -> Date,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        sleep: @escaping @Sendable (ContinuousClock.Instant) async throws -> Void = {
            try await Task.sleep(until: $0, clock: .continuous)
        }
    ) {
        readDate = date
        readSteady = steady
        wait = sleep
    }

    /// The time of day, which jumps when someone sets the machine's clock: for comparing with dates from outside.
    public var now: Date { readDate() }

    /// A time that never jumps: for measuring how long something takes or is kept.
    public var steady: ContinuousClock.Instant { readSteady() }

    /// Waits for a duration.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(for duration: Duration) async throws { try await wait(steady + duration) }

    /// Waits until `steady` has reached a time; returns at once if it has. In a task of its own, this keeps a deadline
    /// however late the task begins.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(until deadline: ContinuousClock.Instant) async throws { try await wait(deadline) }

    /// Whether a message of that time is recent. Older ones are history, such as those that a network delivers after an
    /// outage: no command is run longer than `ChatInbox.longestAge` after it was given.
    /// - Parameter date: when the message was written.
    public func isRecent(_ date: Date) -> Bool {
        now.timeIntervalSince(date) < ChatInbox.longestAge / .seconds(1)
    }

    /// The machine's own clock.
    public static let system = BotClock { Date() }
}
