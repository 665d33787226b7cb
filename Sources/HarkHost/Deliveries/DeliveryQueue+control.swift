internal import HarkStore
private import Synchronization

private import struct FoundationEssentials.Date

extension DeliveryQueue {
    /// Longest wait for handlers that were cancelled because the bot stops.
    private static let lastWait = Duration.seconds(2)

    /// Waits until nothing runs and nothing that is due waits for a worker.
    package func settle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.isIdle { state.idleWaiters.append(continuation) }
                return state.isIdle
            }
            if isIdle { continuation.resume() }
        }
    }

    func notifyIfIdle() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.isIdle else { return [] }
            defer { state.idleWaiters = [] }
            return state.idleWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Waits until the current run of a delivery ends, or for a limited time.
    func ended(_ id: StoredDeliveryID, within limit: Duration) async {
        let waiter = OneShot<Void>()
        let isRunning = state.withLock { state in
            guard state.running[id] != nil else { return false }
            state.endWaiters[id, default: []].append(waiter)
            return true
        }
        guard isRunning else { return }
        try? await Deadline.run(within: limit) { try await waiter.value }
    }

    /// Cancels the handler of a delivery.
    /// - Returns: whether it runs in this process.
    func cancelRunning(_ id: StoredDeliveryID, because reason: String) -> Bool {
        guard let running = state.withLock({ $0.running[id] ?? $0.stuck[id] }) else { return false }
        running.cancellation.cancel(.request(reason))
        return true
    }

    /// Starts nothing any more, waits for what runs, cancels what takes longer, which runs again after the next start,
    /// and closes the store.
    /// - Parameters:
    ///   - limit: longest wait for handlers.
    ///   - closeOutbox: ends the use of the store by the outbox, once no handler runs.
    func close(within limit: Duration, _ closeOutbox: () async -> Void) async {
        let alarm = state.withLock { state in
            state.isDraining = true
            defer { state.alarm = nil }
            return state.alarm?.task
        }
        alarm?.cancel()
        try? await Deadline.run(within: limit) { await self.settle() }
        let running = state.withLock { Array($0.running.values) }
        for delivery in running { delivery.cancellation.cancel(.shutdown) }
        if !running.isEmpty { try? await Deadline.run(within: Self.lastWait) { await self.settle() } }
        await closeOutbox()
        let store = state.withLock { state in
            defer { state.store = nil }
            return state.store
        }
        await store?.close()
    }
}

extension DeliveryQueue {
    /// Deletes from the store what has been kept long enough, and gives up what has become too old.
    package func prune() async {
        do throws(StoreError) {
            guard let report = try await store?.prune(options.retention) else { return }
            for record in report.expired {
                onDead(
                    DeadDelivery(
                        plugin: record.route.plugin, requestID: record.requestID,
                        reason: record.outcome ?? "it became too old"))
            }
        } catch {
            logger.error("store not pruned", metadata: ["reason": "\(error)"])
        }
    }

    /// What the status says about stored deliveries; nil if none are stored, or the store does not answer.
    func status() async -> BotStatus.Deliveries? {
        guard let summary = try? await store?.summary() else { return nil }
        let count = { (states: DeliveryState...) in states.reduce(0) { $0 + summary.deliveries[$1, default: 0] } }
        return BotStatus.Deliveries(
            running: count(.running), waiting: count(.ready, .waiting),
            oldestSeconds: summary.oldestReady.map { max(0, Int(clock.now.timeIntervalSince($0))) },
            dead: count(.dead, .quarantined), homeless: count(.homeless), storeSize: summary.size)
    }
}
