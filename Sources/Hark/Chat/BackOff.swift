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

extension ChatInbox {
    /// Keeps a connection open: connects, and connects again when the connection ends or fails for a reason that may
    /// pass, with growing waits in between. Reports the network as disconnected whenever the connection is lost.
    /// - Parameters:
    ///   - clock: measures how long a connection lasted, and waits.
    ///   - stableTime: after a connection that lasted at least this long, the waits start again with the first one.
    ///   - backOff: computes the waits.
    ///   - connect: opens one connection, reports `.connected` once messages go both ways, and returns or throws when
    ///     the connection is lost.
    /// - Throws: a `ChatError` that retrying does not solve: `.unauthorized`, or, if the network was never connected,
    ///   any other error than `.transient` and `.rateLimited`. `CancellationError` when its task is cancelled.
    public func stayConnected(
        _ clock: BotClock, stableTime: Duration = .seconds(60), backOff: BackOff = BackOff(),
        _ connect: () async throws -> Void
    ) async throws {
        var backOff = backOff
        while true {
            try Task.checkCancellation()
            let (start, count) = (clock.steady, connections.count)
            var wait: Duration?
            do {
                try await connect()
                try Task.checkCancellation()
                report(.disconnected(reason: "the connection was closed"))
            } catch let error as ChatError {
                // A cancelled call does not mean that the connection was lost.
                try Task.checkCancellation()
                switch error.kind {
                case .transient: break
                case .rateLimited(let after): wait = after
                case .unauthorized: throw error
                // Once connected, other errors may come from a proxy in between and pass.
                default: guard connections.count > 0 else { throw error }
                }
                report(.disconnected(reason: error.reason))
            } catch let error where !(error is CancellationError) && !Task.isCancelled {
                report(.disconnected(reason: "\(error)"))
            }
            // Time without a connection does not count as a stable connection.
            if connections.count > count, clock.steady - start >= stableTime { backOff.reset() }
            let next = backOff.next()
            try await clock.sleep(for: max(wait ?? .zero, next))
        }
    }
}
