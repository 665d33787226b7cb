import Synchronization

/// Runs operations that may take long beside the sync loop, a limited number at once.
final class Errands: Sendable {
    private static let most = 32

    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var count = 0
        var isOver = false
    }

    private let state = Mutex(State())

    init() {}

    /// Starts an operation.
    /// - Returns: whether it was started: not if too many are running.
    func begin(_ errand: @escaping @Sendable () async -> Void) -> Bool {
        state.withLock { state in
            guard !state.isOver, state.tasks.count < Self.most else { return false }
            state.count += 1
            let number = state.count
            state.tasks[number] = Task {
                await errand()
                self.state.withLock { $0.tasks[number] = nil }
            }
            return true
        }
    }

    /// Cancels the running operations; no more are started.
    func end() {
        state.withLock { state in
            state.isOver = true
            for task in state.tasks.values { task.cancel() }
        }
    }
}
