public import struct FoundationEssentials.Date

/// One run of a schedule, for a method that takes it.
///
/// ```swift
/// func poll(_ run: ScheduledRun) async throws {
///     let since = run.previous ?? run.slot.addingTimeInterval(-300)
///     for build in try await server.builds(since: since, until: run.slot) { try await announce(build) }
/// }
/// ```
public struct ScheduledRun: Sendable, Hashable {
    /// The time for which the method runs. It runs later than that if the bot was busy or away, and when it is
    /// attempted again.
    public let slot: Date

    /// The slot before it that ran, or at least began to; nil if there was none in the last 90 days, or since the start
    /// with `HARK_STORE=off`.
    public let previous: Date?

    /// A run; the host creates it, and a test that calls a handler may do so too.
    public init(slot: Date, previous: Date? = nil) {
        self.slot = slot
        self.previous = previous
    }
}
