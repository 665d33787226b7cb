/// State behind an actor, for handlers that suspend once.
public actor Tally {
    private var deliveries = 0

    public init() {}

    /// Counts one delivery, and returns how many there were with it.
    public func count() -> Int {
        deliveries += 1
        return deliveries
    }
}
