/// The offset of the next update of `getUpdates`: each is handled once (core.telegram.org/bots/api#getupdates).
struct UpdateOffset {
    /// After a week without updates, their numbers may start anywhere, even below earlier ones.
    private static let longestMemory = Duration.seconds(6 * 86_400)

    private var next: Int?
    private var latest: ContinuousClock.Instant?

    /// The offset to poll with, which acknowledges earlier updates; nil to get whatever there is.
    func value(at time: ContinuousClock.Instant) -> Int? {
        guard let latest, time - latest < Self.longestMemory else { return nil }
        return next
    }

    /// Notes an update.
    /// - Returns: whether it is new.
    mutating func take(_ id: Int, at time: ContinuousClock.Instant) -> Bool {
        guard id >= 0, id < .max, value(at: time).map({ id >= $0 }) ?? true else { return false }
        next = id + 1
        latest = time
        return true
    }
}
