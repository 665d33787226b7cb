/// Bounds the time that is waited for something, whether it heeds its cancellation or not.
enum Deadline {
    /// It was not done in time.
    struct Exceeded: Error {}

    /// Runs an operation and waits for it at most so long. Then, or when the task that waits is cancelled, the
    /// operation's own task is cancelled; one that goes on all the same is left alone, and what it ends with is
    /// dropped.
    /// - Throws: what the operation throws, `Exceeded`, or `CancellationError`.
    static func run<Value: Sendable>(
        within limit: Duration,
        _ operation: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let outcome = OneShot<Value>()
        // Not a child: a task group waits for all of its children, and this one may never end.
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
