/// Decides whether a provider may be asked now: at most so many requests a minute, and none for a while after the
/// provider refused one or failed. It has no clock and no lock of its own.
struct LookupGuard: Sendable {
    /// Ten requests at once, and then one every two seconds.
    static let pace = Pace(burst: 10, interval: .seconds(2))

    /// How long a provider is left alone that did not answer, or not with JSON.
    static let failurePause = Duration.seconds(30)

    /// How long a provider is left alone that accepts no more requests and does not say for how long.
    static let limitPause = Duration.seconds(60)

    /// How long a provider is left alone that refused the token.
    static let refusalPause = Duration.seconds(600)

    /// Longest time that a provider can demand.
    static let longestPause = Duration.seconds(3_600)

    private var meter = PaceMeter(Self.pace)
    private var end: ContinuousClock.Instant?
    private var isRefused = false

    /// Whether nothing may be asked now.
    func isPaused(at now: ContinuousClock.Instant) -> Bool { end.map { now < $0 } ?? false }

    /// Counts a request if it may be sent now.
    mutating func admit(at now: ContinuousClock.Instant) -> Bool {
        !isPaused(at: now) && meter.admit(at: now)
    }

    /// Notes that there was no usable answer.
    mutating func noteFailure(at now: ContinuousClock.Instant) { pause(for: Self.failurePause, at: now) }

    /// Notes that the provider wants no requests for a time, in seconds; nil if it does not say for how long.
    mutating func noteLimit(_ seconds: Int?, at now: ContinuousClock.Instant) {
        let wait = seconds.map { Duration.seconds(max(1, min($0, 86_400))) } ?? Self.limitPause
        pause(for: min(wait, Self.longestPause), at: now)
    }

    /// Notes that the provider does not accept the token.
    /// - Returns: whether it is the first time since it last did, which is worth a warning.
    mutating func noteRefusal(at now: ContinuousClock.Instant) -> Bool {
        pause(for: Self.refusalPause, at: now)
        defer { isRefused = true }
        return !isRefused
    }

    /// Notes that the provider accepts the token.
    mutating func noteSuccess() { isRefused = false }

    private mutating func pause(for duration: Duration, at now: ContinuousClock.Instant) {
        end = max(end ?? now, now + duration)
    }
}
