private import Synchronization

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
        let outcome = Outcome<Value>()
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

    /// How the operation ended: the first to say so is believed.
    private final class Outcome<Value: Sendable>: Sendable {
        private enum State {
            case pending(CheckedContinuation<Value, any Error>?)
            case ended(Result<Value, any Error>)
        }

        private let state = Mutex(State.pending(nil))

        func set(_ result: Result<Value, any Error>) {
            let waiting = state.withLock { state -> CheckedContinuation<Value, any Error>? in
                guard case .pending(let waiting) = state else { return nil }
                state = .ended(result)
                return waiting
            }
            waiting?.resume(with: result)
        }

        /// Waits for it; may be read once.
        var value: Value {
            get async throws {
                try await withCheckedThrowingContinuation { continuation in
                    let result = state.withLock { state -> Result<Value, any Error>? in
                        if case .ended(let result) = state { return result }
                        state = .pending(continuation)
                        return nil
                    }
                    if let result { continuation.resume(with: result) }
                }
            }
        }
    }
}
