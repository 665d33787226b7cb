/// Limits how long to wait for an operation, whether or not it responds to cancellation.
enum TimeLimit {
    /// The operation did not finish in time.
    struct Exceeded: Error {}

    /// Runs an operation and waits for it for a limited time. When the time is over, or the waiting task is cancelled,
    /// the operation's task is cancelled; if it goes on regardless, it is left running and its result is dropped.
    /// - Throws: what the operation throws, `Exceeded`, or `CancellationError`.
    static func run<Value: Sendable>(
        within limit: Duration,
        _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let outcome = OneShot<Value>()
        // Not a child task: a task group waits for all of its children, and this one may never end.
        let work = Task {
            do { outcome.set(.success(try await operation())) } catch { outcome.set(.failure(error)) }
        }
        let watch = Task {
            if (try? await Task.sleep(for: limit)) != nil { outcome.set(.failure(Exceeded())) }
        }
        defer {
            work.cancel()
            watch.cancel()
        }
        return try await withTaskCancellationHandler {
            try await outcome.value
        } onCancel: {
            outcome.set(.failure(CancellationError()))
        }
    }
}
