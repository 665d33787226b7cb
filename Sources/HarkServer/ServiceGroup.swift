/// Something that works as long as the bot runs.
protocol Service: Sendable {
    /// Works until the bot stops; one that returns before has the bot stop.
    /// - Throws: an error that ends the bot at once.
    func run(until stop: StopSignal) async throws
}

/// Tells one service that it has to stop.
struct StopSignal: Sendable {
    private let stream: AsyncStream<Never>

    fileprivate init(_ stream: AsyncStream<Never>) { self.stream = stream }

    /// Waits until the service has to stop, or its task is cancelled.
    func wait() async { for await _ in stream {} }
}

extension Service {
    /// Does some work, and cancels it when the service has to stop.
    /// - Throws: what the work throws, except for the cancellation.
    func perform(until stop: StopSignal, _ work: @escaping @Sendable () async throws -> Void) async throws {
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await work() }
                group.addTask { await stop.wait() }
                try await group.next()
                group.cancelAll()
                try await group.waitForAll()
            }
        } catch is CancellationError {}
    }
}

/// Runs services side by side.
struct ServiceGroup {
    let services: [any Service]
    /// Longest time that stopping takes. Services that need longer are cancelled, and then waited for.
    let shutdownLimit: Duration

    private enum Event {
        case requested, timedOut
        case ended(Int)
    }

    /// Runs the services until one of them ends or a signal comes. Then they stop one after the other, the last one
    /// first. Further signals change nothing.
    /// - Throws: the error of the first service that throws one, when the others, which are cancelled, have ended.
    func run<Signals: AsyncSequence & Sendable>(until signals: Signals) async throws {
        let stops = services.map { _ in AsyncStream.makeStream(of: Never.self) }
        try await withThrowingTaskGroup(of: Event.self) { group in
            for (index, (service, stop)) in zip(services, stops).enumerated() {
                group.addTask {
                    try await service.run(until: StopSignal(stop.stream))
                    return .ended(index)
                }
            }
            group.addTask {
                for try await _ in signals { break }
                return .requested
            }
            var running = Set(services.indices)
            if case .ended(let index) = try await group.next() { running.remove(index) }
            group.addTask {
                try? await Task.sleep(for: shutdownLimit)
                return .timedOut
            }
            for index in services.indices.reversed() {
                stops[index].continuation.finish()
                while running.contains(index), let event = try await group.next() {
                    switch event {
                    case .ended(let index): running.remove(index)
                    case .timedOut: group.cancelAll()
                    case .requested: break
                    }
                }
            }
            group.cancelAll()
        }
    }
}
