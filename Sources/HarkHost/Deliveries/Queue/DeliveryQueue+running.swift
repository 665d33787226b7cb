internal import HarkStore
private import Synchronization

private import struct FoundationEssentials.Date

extension DeliveryQueue {
    /// How long a cancelled handler may go on before it loses its worker.
    private static let grace = Duration.seconds(30)

    /// Runs a delivery, and stores how that ended.
    func perform(_ running: RunningDelivery) async {
        let (run, job) = (running.run, running.job)
        let record = record(of: run)
        let start = clock.steady
        let outcome: Result<HandlerOutcome, any Error>
        do {
            outcome = .success(
                try await AnnouncementRecord.$current.withValue(record) { try await job.call.run() })
        } catch {
            outcome = .failure(error)
        }
        job.handler.deliveryCounters.handlingTime.record(clock.steady - start)
        // From here on the store may be slow, not the handler.
        state.withLock { if $0.running[run.id]?.run == run { $0.running[run.id]?.hasEnded = true } }
        // Waits are counted from the end of the handler.
        let attempt = HandlerEnd.Attempt(
            number: run.attempt, limit: job.handler.attempts, now: clock.now, chance: .random(in: 0...1))
        let result =
            switch (outcome, running.cancellation.reason) {
            // A handler that was cancelled has not chosen to run again or to refuse.
            case (.success(.retry), let reason?), (.success(.rejected), let reason?), (.failure, let reason?):
                HandlerEnd(reason, attempt, limit: job.handler.timeLimit)
            case (.success(let outcome), _): HandlerEnd(outcome, attempt)
            case (.failure(let error), nil): HandlerEnd(error, attempt)
            }
        if result.isRepeated, record.keep() {
            state.withLock { $0.announcements.update(run.id, default: record) { $0 = record } }
        }
        report(result, running)
        await end(
            EndedRun(
                run: run, route: job.handler.route, requestID: job.requestID, end: result.end,
                hasKey: running.hasKey, counters: job.handler.deliveryCounters))
    }

    /// What earlier attempts of the delivery announced; nothing after a replay, which announces everything again.
    private func record(of run: DeliveryRun) -> AnnouncementRecord {
        let delivery = AnnouncementRecord.Delivery(id: run.id.rawValue, generation: run.generation)
        let earlier = state.withLock { $0.announcements[run.id] }
        return earlier.flatMap { $0.delivery == delivery ? $0 : nil } ?? AnnouncementRecord(of: delivery)
    }

    /// Stores how a run ended, frees its worker, and runs what waited for it.
    func end(_ ended: EndedRun) async {
        let (run, route, end) = (ended.run, ended.route, ended.end)
        if await finish(run, end) {
            ended.counters.countEnd(end)
            if case .dead(let reason) = end {
                onDead(DeadDelivery(plugin: route.plugin, requestID: ended.requestID, reason: reason))
            }
        }
        let (waiters, isAwaited) = state.withLock { state in
            // A newer run of the delivery has its place if this machine had lost the lease.
            if state.running[run.id]?.run == run { state.running[run.id] = nil }
            if state.stuck[run.id]?.run == run { state.stuck[run.id] = nil }
            switch end {
            case .done: state.failures.note(route, failed: false, at: clock.steady)
            case .retry, .dead: state.failures.note(route, failed: true, at: clock.steady)
            case .postponed, .cancelled, .released: break
            }
            // A claim that is under way does not know of this end.
            let isAwaited = ended.hasKey || state.hasBacklog || state.awaitsIsolation || state.isClaiming
            return (state.endWaiters.removeValue(forKey: run.id) ?? [], isAwaited)
        }
        for waiter in waiters { waiter.set(.success(())) }
        switch end {
        case .retry(let due, _), .postponed(let due, _): setAlarm(in: .seconds(due.timeIntervalSince(clock.now)))
        case .done, .dead, .cancelled, .released: break
        }
        if isAwaited { wake() } else { notifyIfIdle() }
    }

    /// Stores how a run ended; if the store does not answer, again until it does or is closed. A run whose end is not
    /// stored stays running, and runs again after a restart.
    /// - Returns: whether it is stored.
    private func finish(_ run: DeliveryRun, _ end: RunEnd) async -> Bool {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(30))
        var mayBeStored = false
        while let store {
            do throws(StoreError) {
                if try await store.finish(run, end) || mayBeStored { return true }
                storeCounters.leasesLost.add()
                logger.error(
                    "result dropped: the delivery runs elsewhere", metadata: ["delivery": "\(run.id.rawValue)"])
                return false
            } catch {
                storeCounters.count(error)
                logger.error("result not stored", metadata: ["delivery": "\(run.id.rawValue)", "reason": "\(error)"])
                guard !error.isFatal, error != .closed else { return false }
                if !error.isDefinite { mayBeStored = true }
                let deadline = clock.steady + backOff.next()
                // A cancelled task could not sleep; the end of a cancelled run has to be stored too.
                _ = await Task { try? await clock.sleep(until: deadline) }.value
            }
        }
        return false
    }

    private func report(_ result: HandlerEnd, _ running: RunningDelivery) {
        let handler = running.job.handler
        var isFailed = false
        if case .dead = result.end { isFailed = true }
        handler.deliveryCounters.countAttempt(result.end, isIgnored: result.ignoredReason != nil)
        handler.counters.countEnd(
            isIgnored: result.ignoredReason != nil, isIncomplete: result.isIncomplete, isFailed: isFailed)
        if let reason = result.ignoredReason, handler.counters.shouldLog(reason) {
            logger.notice("deliveries ignored", metadata: Self.ignored(reason, by: handler.route.plugin))
        }
        let metadata: Logger.Metadata = [
            "id": "\(running.job.requestID)", "plugin": "\(handler.route.plugin)",
            "attempt": "\(running.run.attempt)",
        ]
        switch result.end {
        case .retry(let due, let error):
            let wait = Int(due.timeIntervalSince(clock.now).rounded())
            logger.error(
                "handler failed", metadata: metadata.merging(["error": "\(error)", "again_in": "\(wait)s"]) { $1 })
        case .dead(let error):
            logger.error("delivery is dead", metadata: metadata.merging(["error": "\(error)"]) { $1 })
        case .postponed(_, let reason), .cancelled(let reason):
            logger.info("delivery did not end", metadata: metadata.merging(["reason": "\(reason)"]) { $1 })
        case .done, .released: break
        }
    }

    /// What the log says about a delivery that was ignored.
    static func ignored(_ reason: String, by plugin: String) -> Logger.Metadata {
        ["plugin": "\(plugin)", "reason": "\(reason.scalars(upTo: RequestRecord.longestRefusal))"]
    }

    /// Ends waits and handlers that take too long, as long as there are any. All of them share one task, so that a
    /// delivery costs no timer.
    func watch() {
        let begins = state.withLock { state in
            defer { state.isWatching = true }
            return !state.isWatching
        }
        guard begins else { return }
        Task {
            while true {
                try? await Task.sleep(for: .milliseconds(200))
                guard endOverdue() else { return }
            }
        }
    }

    /// - Returns: whether there is more to watch.
    private func endOverdue() -> Bool {
        let now = clock.steady
        let (overdue, slow, lost, goesOn) = state.withLock { state in
            let overdue = state.additions.filter { $0.value.deadline <= now }
            for number in overdue.keys { state.additions[number] = nil }
            let slow = state.running.values.filter { !$0.hasEnded && $0.deadline <= now }
            let lost = slow.filter { $0.deadline + Self.grace <= now }
            for running in lost {
                state.running[running.run.id] = nil
                state.stuck[running.run.id] = running
            }
            state.isWatching = !state.additions.isEmpty || !state.running.isEmpty
            return (overdue.values.map(\.result), slow, lost, state.isWatching)
        }
        for result in overdue { result.set(.failure(TimeLimit.Exceeded())) }
        for running in slow { running.cancellation.cancel(.timeLimit) }
        for running in lost {
            logger.error(
                "handler is stuck; its worker is replaced",
                metadata: ["id": "\(running.job.requestID)", "plugin": "\(running.job.handler.route.plugin)"])
        }
        if !lost.isEmpty { wake() }
        if !goesOn || !overdue.isEmpty { notifyIfIdle() }
        return goesOn
    }
}

extension HandlerEnd {
    /// Whether the delivery runs again.
    fileprivate var isRepeated: Bool {
        switch end {
        case .retry, .postponed, .released: true
        case .done, .dead, .cancelled: false
        }
    }
}
