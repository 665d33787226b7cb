/// How long to wait before each retry: twice as long each time, up to a bound, with random jitter so that many bots do
/// not reconnect at the same moment.
public struct BackOff: Sendable {
    private let first: Duration
    private let longest: Duration
    private let random: @Sendable () -> Double
    private var tryCount = 0

    /// A back-off that has not waited yet.
    /// - Parameters:
    ///   - first: the first wait.
    ///   - longest: the longest wait.
    ///   - random: returns a random number from 0 up to but not including 1; half of each wait is multiplied by it.
    public init(
        first: Duration = .milliseconds(500), longest: Duration = .seconds(60),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.first = first
        self.longest = longest
        self.random = random
    }

    /// How long to wait now: between half of the current bound and all of it.
    public mutating func next() -> Duration {
        let bound = min(longest, first * (1 << min(tryCount, 20)))
        tryCount += 1
        return bound * (0.5 + random() / 2)
    }

    /// Starts again with the first wait, after a success.
    public mutating func reset() { tryCount = 0 }
}
