/// When a failed delivery is tried again: 5 seconds after the first attempt, then 4 times as long after each further
/// one, at most 6 hours, each 20 percent more or less, so that deliveries that failed together do not return together.
struct RetrySchedule: Sendable {
    /// Longest wait that a handler may ask for.
    static let longestPostponement = Duration.seconds(86_400)

    private static let first = 5.0
    private static let longest = 21_600.0

    /// The wait after an attempt.
    /// - Parameters:
    ///   - attempt: its number, from 1.
    ///   - chance: a random number from 0 to 1.
    static func wait(after attempt: Int, chance: Double) -> Duration {
        var seconds = first
        for _ in 1..<max(1, attempt) where seconds < longest { seconds *= 4 }
        return .seconds(min(seconds, longest) * (0.8 + 0.4 * chance))
    }

    /// How many attempts end within a time, if each of them fails at once: at least one.
    static func attempts(within time: Duration, atMost limit: Int) -> Int {
        var (attempts, total) = (1, Duration.zero)
        while attempts < limit {
            total += wait(after: attempts, chance: 1)
            guard total < time else { break }
            attempts += 1
        }
        return attempts
    }

    /// The wait that a handler asked for, at least a second.
    static func postponement(_ wait: Duration) -> Duration { min(max(wait, .seconds(1)), longestPostponement) }
}
