internal import HarkStore
private import Synchronization

/// Listens to what other machines have done in the store.
final class StoreWakeUps: Sendable {
    private let listener = Mutex<Task<Void, Never>?>(nil)
    /// Kept as long as the host is: what refers to the host weakly ends with it, and not before.
    private let observer = Mutex<StoreObserver?>(nil)

    deinit { listener.withLock { $0 }?.cancel() }

    /// Lets `observer` observe the store, and calls `onWakeUp` whenever the store may have something that this process
    /// does not know of.
    func open(
        _ store: any DeliveryStore, observedBy observer: StoreObserver,
        _ onWakeUp: @escaping @Sendable () async -> Void
    ) {
        self.observer.withLock { $0 = observer }
        store.setObserver(observer)
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
