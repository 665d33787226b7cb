/// How long to wait before each of several tries: twice as long each time up to a bound, and a part of it by chance, so
/// that many bots do not come back at once.
public struct BackOff: Sendable {
    private let first: Duration
    private let longest: Duration
    private let random: @Sendable () -> Double
    private var tryCount = 0

    /// A back-off that has not waited yet.
    /// - Parameters:
    ///   - first: the first wait.
    ///   - longest: the longest wait.
    ///   - random: a number from 0 up to 1; the half of each wait is multiplied by it.
    public init(
        first: Duration = .milliseconds(500), longest: Duration = .seconds(60),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.first = first
        self.longest = longest
        self.random = random
    }

    /// How long to wait now: from half of the try's bound up to the whole of it.
    public mutating func next() -> Duration {
        let bound = min(longest, first * (1 << min(tryCount, 20)))
        tryCount += 1
        return bound * (0.5 + random() / 2)
    }

    /// Begins anew, after a success.
    public mutating func reset() { tryCount = 0 }
}

extension ChatInbox {
    /// Keeps a connection: makes one, and another when it ends or fails in a way that may pass, with growing waits
    /// between them. The state of the network is reported when it is lost.
    /// - Parameters:
    ///   - clock: measures how long a connection stood, and waits.
    ///   - stableTime: a connection that stood so long is no failure: the waits begin anew.
    ///   - backOff: the waits.
    ///   - connect: makes one connection, reports `.connected` once messages go both ways, and returns or throws when it is
    ///     lost.
    /// - Throws: a `ChatError` that does not pass by itself: `.unauthorized`, or, before the network was ever connected,
    ///   another refusal. `CancellationError` when its task is cancelled.
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
                // A call that was cancelled is no loss of the connection.
                try Task.checkCancellation()
                switch error.kind {
                case .transient: break
                case .rateLimited(let after): wait = after
                case .unauthorized: throw error
                // A proxy may refuse for a while what the network took before.
                default: guard connections.count > 0 else { throw error }
                }
                report(.disconnected(reason: error.reason))
            } catch let error where !(error is CancellationError) && !Task.isCancelled {
                report(.disconnected(reason: "\(error)"))
            }
            // Time that was spent without a connection is no sign of a stable one.
            if connections.count > count, clock.steady - start >= stableTime { backOff.reset() }
            let next = backOff.next()
            try await clock.sleep(for: max(wait ?? .zero, next))
        }
    }
}
