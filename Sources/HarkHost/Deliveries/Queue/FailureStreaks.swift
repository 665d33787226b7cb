internal import HarkStore

/// Counts the failures of each route in a row: after twenty, the route pauses for a minute, so that its deliveries wait
/// in the store and not in its handler.
struct FailureStreaks: Sendable {
    private static let longest = 20
    private static let pause = Duration.seconds(60)

    private var counts: [StoredRoute: Int] = [:]
    private var pauses: [StoredRoute: ContinuousClock.Instant] = [:]

    /// Notes the end of a run.
    mutating func note(_ route: StoredRoute, failed: Bool, at now: ContinuousClock.Instant) {
        guard failed else {
            counts[route] = nil
            pauses[route] = nil
            return
        }
        let count = counts[route, default: 0] + 1
        counts[route] = count
        guard count >= Self.longest else { return }
        // One more failure after the pause begins the next one.
        counts[route] = Self.longest - 1
        pauses[route] = now + Self.pause
    }

    /// When the pause of a route ends; nil if it does not pause.
    func pauseEnd(of route: StoredRoute, at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        pauses[route].flatMap { $0 > now ? $0 : nil }
    }

    /// The routes that pause, and when the first of the pauses ends.
    func paused(at now: ContinuousClock.Instant) -> (routes: Set<StoredRoute>, firstEnd: ContinuousClock.Instant?) {
        let current = pauses.filter { $0.value > now }
        return (Set(current.keys), current.values.min())
    }
}
