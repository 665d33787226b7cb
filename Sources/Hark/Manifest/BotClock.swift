public import struct FoundationEssentials.Date

/// What time it is, from a source that a test can replace.
public struct BotClock: Sendable {
    private let readDate: @Sendable () -> Date
    private let readSteady: @Sendable () -> ContinuousClock.Instant

    /// A clock that is read with these.
    /// - Parameters:
    ///   - date: the time of day.
    ///   - steady: a time that never jumps; the machine's own unless given.
    public init(
        date: @escaping @Sendable () -> Date,
        steady: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        readDate = date
        readSteady = steady
    }

    /// The time of day, which jumps when someone sets the machine's clock: for what others have dated.
    public var now: Date { readDate() }

    /// A time that never jumps: for how long something takes, or is kept.
    public var steady: ContinuousClock.Instant { readSteady() }

    /// The machine's own clock.
    public static let system = BotClock { Date() }
}
