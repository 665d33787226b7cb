private import Synchronization

/// A lock for tasks: admits one at a time, in the order of arrival.
final class AsyncLock: Sendable {
    private struct State {
        /// The task that holds the lock; nil if none does.
        var owner: Poller.Token?
        var waiting: [Poller.Token] = []
    }

    private let state = Mutex(State())

    /// Waits for the lock. After `.ready`, and only then, the caller must call `release`.
    func acquire(until deadline: Deadline?) async -> Poller.Outcome {
        let token = Poller.shared.makeToken()
        let isAcquired = state.withLock { state in
            guard state.owner != nil else {
                state.owner = token
                return true
            }
            state.waiting.append(token)
            return false
        }
        if isAcquired { return .ready }
        let outcome = await Poller.shared.wait(token, until: deadline, unless: { isOwner(token) })
        return state.withLock { state in
            if state.owner == token { return .ready }
            state.waiting.removeAll { $0 == token }
            return outcome
        }
    }

    /// Releases the lock to the next task.
    func release() {
        let next = state.withLock { state in
            state.owner = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
            return state.owner
        }
        if let next { Poller.shared.wake(next) }
    }

    private func isOwner(_ token: Poller.Token) -> Bool { state.withLock { $0.owner == token } }
}
