internal import HarkStore
internal import Synchronization

extension RoomQueue {
    /// Waits until nothing is being sent: no message waits, or all of them wait for a time.
    func rest() async {
        await withCheckedContinuation { continuation in
            let isAtRest = state.withLock { state in
                let isAtRest = state.isAtRest(at: clock.steady)
                if !isAtRest { state.restWaiters.append(continuation) }
                return isAtRest
            }
            if isAtRest { continuation.resume() }
        }
    }

    /// Ends the queue after the message that is being sent. Stored messages are sent after the next start, all others
    /// are dropped.
    func suspend(_ error: ChatError) -> ClosedMessages {
        let (entries, nap) = state.withLock { state in
            state.end = state.end ?? error
            state.isWoken = true
            return (state.backlog.removeAll(keepsFirst: !state.isAtRest(at: clock.steady)), state.nap)
        }
        nap?.cancel()
        return closed(entries, error)
    }

    /// Closes the queue as `suspend` does, and cancels what is being sent.
    @discardableResult
    func close(_ error: ChatError) -> ClosedMessages {
        let (entries, worker) = state.withLock { state in
            state.end = state.end ?? error
            return (state.backlog.removeAll(keepsFirst: false), state.worker)
        }
        worker?.cancel()
        return closed(entries, error)
    }

    /// Removes the messages that wait, because a person wants it.
    /// - Returns: those that are stored; `kept` is one that is being sent and therefore stays.
    func removeWaiting(_ error: ChatError) -> (removed: [StoredMessageID], kept: StoredMessageID?) {
        let (entries, kept) = state.withLock { state in
            let entries = state.backlog.removeAll(keepsFirst: !state.isAtRest(at: clock.steady))
            return (entries, state.backlog.entries.first?.stored)
        }
        for entry in entries { entry.receipt.set(.failure(error)) }
        counters.dropped.add(entries.count)
        return (entries.compactMap(\.stored), kept)
    }

    private func closed(_ entries: [WaitingMessage], _ error: ChatError) -> ClosedMessages {
        for entry in entries { entry.receipt.set(entry.stored == nil ? .failure(error) : .success(.queued)) }
        let stored = entries.count { $0.stored != nil }
        counters.dropped.add(entries.count - stored)
        return ClosedMessages(dropped: entries.count - stored, stored: stored)
    }
}

extension RoomQueue.State {
    /// Whether nothing is being sent.
    func isAtRest(at now: ContinuousClock.Instant) -> Bool { !isWorking || sleepsUntil.map { now < $0 } == true }

    /// Those who wait until nothing is being sent, if that is so now.
    mutating func takeRestWaiters(at now: ContinuousClock.Instant) -> [CheckedContinuation<Void, Never>] {
        guard isAtRest(at: now) else { return [] }
        defer { restWaiters = [] }
        return restWaiters
    }
}
