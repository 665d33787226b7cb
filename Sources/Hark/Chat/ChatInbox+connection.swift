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

    /// Stays connected to a network that calls the bot, where no connection could break: checks now and then that it
    /// accepts the bot, and reports the network as disconnected while it does not.
    /// - Parameters:
    ///   - clock: waits.
    ///   - interval: the time between two checks.
    ///   - check: asks the network, and throws if it does not accept the bot.
    /// - Throws: as `stayConnected`.
    public func stayAccepted(
        _ clock: BotClock, every interval: Duration = .seconds(30), _ check: () async throws -> Void
    ) async throws {
        try await stayConnected(clock) {
            try await check()
            report(.connected)
            while true {
                try await clock.sleep(for: interval)
                try await check()
            }
        }
    }

    /// Stays connected to a network that is only called, and that has nothing to check, until its task is cancelled.
    /// - Parameter clock: waits.
    /// - Throws: `CancellationError`.
    public func stayOpen(_ clock: BotClock) async throws {
        report(.connected)
        while true { try await clock.sleep(for: .seconds(86_400)) }
    }
}
