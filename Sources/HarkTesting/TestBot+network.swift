public import HarkHost

extension TestBot {
    /// Runs one of the bot's chat networks while something is done, from when it is connected.
    ///
    /// ```swift
    /// try await bot.running(
    ///     Pager.self, onMessage: { received.append($0) },
    ///     while: { _ = try await bot.post("/pager", json: page) })
    /// ```
    /// - Parameters:
    ///   - type: the network's type.
    ///   - onMessage: takes the messages that the network receives; the bot itself gets none of them.
    ///   - body: what is done.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws; why the network ended if it did before it was connected, which it may take 10
    ///   seconds for.
    public func running<Network: ChatNetwork, Value>(
        _ type: Network.Type, onMessage: @escaping @Sendable (IncomingMessage) async -> Void = { _ in },
        while body: () async throws -> Value
    ) async throws -> Value {
        guard let network = host.network(type) else {
            throw ChatError(.refused, "The bot is not in the network \(type.networkName).")
        }
        let (states, continuation) = AsyncStream.makeStream(of: NetworkState.self)
        let run = Task {
            defer { continuation.finish() }
            try await network.run(ChatInbox(onMessage: onMessage, onState: { continuation.yield($0) }))
        }
        let deadline = Task {
            try await Task.sleep(for: .seconds(10))
            run.cancel()
        }
        defer {
            deadline.cancel()
            run.cancel()
        }
        guard await states.contains(.connected) else {
            try await run.value
            throw ChatError(.refused, "The network \(type.networkName) ended before it was connected.")
        }
        deadline.cancel()
        return try await body()
    }
}
