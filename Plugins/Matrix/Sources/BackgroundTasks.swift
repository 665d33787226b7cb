import Synchronization

/// Runs operations that may take long beside the sync loop: a limited number at once, and the others in order.
final class BackgroundTasks: Sendable {
    /// Most operations that run at once.
    static let most = 32

    /// Most operations that wait.
    static let mostWaiting = 1000

    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var waiting: [@Sendable () async -> Void] = []
        var count = 0
        var wasFull = false
        var isOver = false
    }

    /// The decision about an operation.
    enum Admission: Sendable, Equatable {
        /// It runs now or later, in order.
        case taken
        /// Too many operations wait, or `end()` was called. `isFirst` is true for the first one that is refused because
        /// too many wait, until none waits any more.
        case refused(isFirst: Bool)
    }

    private let state = Mutex(State())

    init() {}

    /// Starts an operation, or queues it.
    func take(_ operation: @escaping @Sendable () async -> Void) -> Admission {
        state.withLock { state in
            guard !state.isOver else { return .refused(isFirst: false) }
            guard state.waiting.count < Self.mostWaiting else {
                defer { state.wasFull = true }
                return .refused(isFirst: !state.wasFull)
            }
            state.waiting.append(operation)
            startNext(&state)
            return .taken
        }
    }

    private func startNext(_ state: inout State) {
        guard !state.isOver, state.tasks.count < Self.most, !state.waiting.isEmpty else { return }
        let operation = state.waiting.removeFirst()
        if state.waiting.isEmpty { state.wasFull = false }
        state.count += 1
        let number = state.count
        state.tasks[number] = Task {
            await operation()
            self.state.withLock { state in
                state.tasks[number] = nil
                self.startNext(&state)
            }
        }
    }

    /// Cancels the running operations and drops the queued ones; no more are started.
    func end() {
        state.withLock { state in
            state.isOver = true
            state.waiting = []
            for task in state.tasks.values { task.cancel() }
        }
    }
}
