public import struct FoundationEssentials.Date

/// What time it is, from a source that a test can replace.
public struct BotClock: Sendable {
    private let readDate: @Sendable () -> Date
    private let readSteady: @Sendable () -> ContinuousClock.Instant
    private let wait: @Sendable (Duration) async throws -> Void

    /// A clock that reads these sources.
    /// - Parameters:
    ///   - date: the time of day.
    ///   - steady: a time that never jumps; by default the machine's continuous clock.
    ///   - sleep: waits until `steady` has advanced by the duration; by default the task's own sleep.
    public init(
        date: @escaping @Sendable () -> Date,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
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
    public func sleep(for duration: Duration) async throws { try await wait(duration) }

    /// Whether a message of that time is recent. Older ones are history, such as those that a network delivers after an
    /// outage: no command is run longer than `ChatInbox.longestAge` after it was given.
    /// - Parameter date: when the message was written.
    public func isRecent(_ date: Date) -> Bool {
        now.timeIntervalSince(date) < ChatInbox.longestAge / .seconds(1)
    }

    /// The machine's own clock.
    public static let system = BotClock { Date() }
}
