private import Synchronization

/// A value that one task waits for and others may set: only the first value counts.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case pending(CheckedContinuation<Value, any Error>?)
        case ended(Result<Value, any Error>)
    }

    private let state = Mutex(State.pending(nil))

    /// Sets the value or the error, unless one is set already.
    /// - Returns: whether it counts.
    @discardableResult
    func set(_ result: Result<Value, any Error>) -> Bool {
        let (waiting, isFirst) = state.withLock { state -> (CheckedContinuation<Value, any Error>?, Bool) in
            guard case .pending(let waiting) = state else { return (nil, false) }
            state = .ended(result)
            return (waiting, true)
        }
        waiting?.resume(with: result)
        return isFirst
    }

    /// Waits for the value; read it once.
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
