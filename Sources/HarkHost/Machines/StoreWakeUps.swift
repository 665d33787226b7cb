internal import HarkStore
private import Synchronization

/// Listens to what other machines have done in the store.
final class StoreWakeUps: Sendable {
    private let listener = Mutex<Task<Void, Never>?>(nil)

    deinit { listener.withLock { $0 }?.cancel() }

    /// Calls `onWakeUp` whenever the store may have something that this process does not know of.
    func open(_ store: any DeliveryStore, _ onWakeUp: @escaping @Sendable () async -> Void) {
        let wakeUps = store.wakeUps
        listener.withLock { $0 = Task { for await _ in wakeUps { await onWakeUp() } } }
    }

    /// Listens no more.
    func close() {
        let task = listener.withLock { listener in
            defer { listener = nil }
            return listener
        }
        task?.cancel()
    }
}
