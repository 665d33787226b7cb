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

    /// Waits until the run of a delivery ends that runs or is due, or for a limited time.
    /// - Returns: its record then; nil if the store does not answer.
    func ended(_ id: StoredDeliveryID, within limit: Duration) async -> DeliveryRecord? {
        let waiter = OneShot<Void>()
        state.withLock { $0.endWaiters[id, default: []].append(waiter) }
        if let record = await record(of: id),
            record.state == .running || record.state == .ready && record.due <= clock.now
        {
            try? await TimeLimit.run(within: limit) { try await waiter.value }
        }
        waiter.set(.success(()))
        state.withLock { state in
            state.endWaiters[id]?.removeAll { $0 === waiter }
            if state.endWaiters[id]?.isEmpty == true { state.endWaiters[id] = nil }
        }
        return await record(of: id)
    }

    private func record(of id: StoredDeliveryID) async -> DeliveryRecord? {
        try? await store?.deliveries(DeliveryQuery(id: id)).first
    }

    /// Cancels the handler of a delivery.
    /// - Returns: whether it runs in this process.
    func cancelRunning(_ id: StoredDeliveryID, because reason: String) -> Bool {
        guard let running = state.withLock({ $0.running[id] ?? $0.stuck[id] }) else { return false }
        running.cancellation.cancel(.request(reason))
        return true
    }

    /// Starts nothing any more, waits for what runs, and cancels what takes longer, which runs again after the next
    /// start. The store is not used any more, and not closed.
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
        try? await TimeLimit.run(within: limit) { await self.settle() }
        let running = state.withLock { Array($0.running.values) }
        for delivery in running { delivery.cancellation.cancel(.shutdown) }
        if !running.isEmpty { try? await TimeLimit.run(within: Self.lastWait) { await self.settle() } }
        await closeOutbox()
        state.withLock { $0.store = nil }
    }
}

extension DeliveryQueue {
    /// After this part of the bytes that may be kept, the store is pruned without waiting for its time.
    private static let growthBetweenPrunes = 8

    /// Notes that a request was stored.
    func noteGrowth(by bytes: Int) {
        let isMuch = state.withLock { state in
            state.unprunedBytes += bytes
            return state.unprunedBytes > options.retention.payloadBytes / Self.growthBetweenPrunes && !state.isPruning
        }
        if isMuch { Task { await prune() } }
    }

    /// Deletes from the store what has been kept long enough, and gives up what has become too old.
    package func prune() async {
        let begins = state.withLock { state in
            guard !state.isPruning else { return false }
            state.unprunedBytes = 0
            state.isPruning = true
            return true
        }
        guard begins else { return }
        defer { state.withLock { $0.isPruning = false } }
        do throws(StoreError) {
            guard let report = try await store?.prune(options.retention) else { return }
            for record in report.expired {
                counters(of: record.route).finished[.dead].add()
                onDead(
                    DeadDelivery(
                        plugin: record.route.plugin, requestID: record.requestID,
                        reason: record.outcome ?? "it became too old"))
            }
            // Others with their keys may be ready now.
            if report.expired.contains(where: { $0.key != nil }) { wake() }
        } catch {
            storeCounters.count(error)
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
