import Synchronization

/// What is done beside the listening, because it may take long: so much at once at most, and more in its turn.
final class Errands: Sendable {
    /// Most that are under way.
    static let most = 32

    /// Most that wait.
    static let mostWaiting = 1000

    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var waiting: [@Sendable () async -> Void] = []
        var count = 0
        var wasFull = false
        var isOver = false
    }

    /// What is done with an errand.
    enum Admission: Sendable, Equatable {
        /// It is done now, or in its turn.
        case taken
        /// Too many wait; whether that is so since this one.
        case refused(isFirst: Bool)
    }

    private let state = Mutex(State())

    init() {}

    /// Takes something to be done.
    func take(_ errand: @escaping @Sendable () async -> Void) -> Admission {
        state.withLock { state in
            guard !state.isOver else { return .refused(isFirst: false) }
            guard state.waiting.count < Self.mostWaiting else {
                defer { state.wasFull = true }
                return .refused(isFirst: !state.wasFull)
            }
            state.waiting.append(errand)
            startNext(&state)
            return .taken
        }
    }

    private func startNext(_ state: inout State) {
        guard !state.isOver, state.tasks.count < Self.most, !state.waiting.isEmpty else { return }
        let errand = state.waiting.removeFirst()
        if state.waiting.isEmpty { state.wasFull = false }
        state.count += 1
        let number = state.count
        state.tasks[number] = Task {
            await errand()
            self.state.withLock { state in
                state.tasks[number] = nil
                self.startNext(&state)
            }
        }
    }

    /// Gives up what is under way and what waits; nothing is begun any more.
    func end() {
        state.withLock { state in
            state.isOver = true
            state.waiting = []
            for task in state.tasks.values { task.cancel() }
        }
    }
}
