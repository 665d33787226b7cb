import Synchronization

/// What is done beside the listening, because it may take long: so much at once at most.
final class Errands: Sendable {
    private static let most = 32

    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var count = 0
        var isOver = false
    }

    private let state = Mutex(State())

    init() {}

    /// Begins something.
    /// - Returns: whether it is begun: not when too much is under way.
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

    /// Gives up what is under way; nothing is begun any more.
    func end() {
        state.withLock { state in
            state.isOver = true
            for task in state.tasks.values { task.cancel() }
        }
    }
}
