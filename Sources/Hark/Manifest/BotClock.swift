public import struct FoundationEssentials.Date

/// What time it is, from a source that a test can replace.
public struct BotClock: Sendable {
    private let readDate: @Sendable () -> Date
    private let readSteady: @Sendable () -> ContinuousClock.Instant
    private let wait: @Sendable (Duration) async throws -> Void

    /// A clock that is read with these.
    /// - Parameters:
    ///   - date: the time of day.
    ///   - steady: a time that never jumps; the machine's own unless given.
    ///   - sleep: waits until `steady` is so much later; the task's own sleep unless given.
    public init(
        date: @escaping @Sendable () -> Date,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        readDate = date
        readSteady = steady
        wait = sleep
    }

    /// The time of day, which jumps when someone sets the machine's clock: for what others have dated.
    public var now: Date { readDate() }

    /// A time that never jumps: for how long something takes, or is kept.
    public var steady: ContinuousClock.Instant { readSteady() }

    /// Waits so long.
    /// - Throws: `CancellationError` when the task is cancelled.
    public func sleep(for duration: Duration) async throws { try await wait(duration) }

    /// The machine's own clock.
    public static let system = BotClock { Date() }
}
