/// How far the updates of `getUpdates` have been taken: each is taken once (core.telegram.org/bots/api#getupdates).
struct UpdatePosition {
    /// After a week without updates their numbers may begin anywhere, also below the old ones.
    private static let longestMemory = Duration.seconds(6 * 86_400)

    private var next: Int?
    private var latest: ContinuousClock.Instant?

    /// The offset to ask with, which acknowledges those before it; nil to ask for whatever there is.
    func offset(at time: ContinuousClock.Instant) -> Int? {
        guard let latest, time - latest < Self.longestMemory else { return nil }
        return next
    }

    /// Notes an update.
    /// - Returns: whether it has not been taken before.
    mutating func take(_ id: Int, at time: ContinuousClock.Instant) -> Bool {
        guard id >= 0, id < .max, offset(at: time).map({ id >= $0 }) ?? true else { return false }
        next = id + 1
        latest = time
        return true
    }
}
