private import Synchronization

/// Runs pieces of work one after the other, in the order in which they came.
final class SerialTasks: Sendable {
    fileprivate struct State {
        var last: Task<Void, Never>?
        /// Merged work that has not begun.
        var next: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Has work run after all that came before it.
    func add(_ work: @escaping @Sendable () async -> Void) { _ = state.withLock { $0.append(work) } }

    /// Runs work after all that came before it.
    func run(_ work: @escaping @Sendable () async -> Void) async {
        await state.withLock { $0.append(work) }.value
    }

    /// Runs work after all that came before it, once for all callers that ask for it before it begins.
    func runMerged(_ work: @escaping @Sendable () async -> Void) async {
        let task = state.withLock { state in
            if let next = state.next { return next }
            let task = state.append {
                self.state.withLock { $0.next = nil }
                await work()
            }
            state.next = task
            return task
        }
        await task.value
    }

    /// Waits until all that was asked for before has ended.
    func finish() async { await state.withLock { $0.last }?.value }
}

extension SerialTasks.State {
    fileprivate mutating func append(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        let earlier = last
        let task = Task {
            await earlier?.value
            await work()
        }
        last = task
        return task
    }
}
