internal import HarkStore
private import Synchronization

internal import struct FoundationEssentials.Date

extension DeliveryQueue {
    /// Deliveries that have run before get at most so many of eight workers, so that fresh ones are not held up.
    private static let retriedShareOfEight = 6

    /// Longest time until the store is asked again while something waits for its time: someone may set the machine's
    /// clock.
    private static let longestNap = Duration.seconds(60)

    /// The wait after the store did not answer.
    private static let waitAfterError = Duration.seconds(5)

    /// Claims what is due and runs it, unless that is happening already.
    package func wake() {
        let begins = state.withLock { state in
            guard state.store != nil, !state.isDraining else { return false }
            state.claimsAgain = true
            if state.isClaiming { return false }
            state.isClaiming = true
            return true
        }
        if begins { Task { await claim() } } else { notifyIfIdle() }
    }

    private func claim() async {
        while let (store, limits, pauseEnd) = nextClaim() {
            do throws(StoreError) {
                let claimed = try await store.claim(limits)
                for unusable in start(claimed, limits, pauseEnd) { await end(unusable) }
            } catch {
                storeCounters.count(error)
                logger.error("deliveries not claimed", metadata: ["reason": "\(error)"])
                state.withLock { state in
                    state.reserved -= limits.total
                    state.mayIsolate = false
                }
                if !error.isFatal, error != .closed { setAlarm(in: Self.waitAfterError) }
            }
        }
        notifyIfIdle()
    }

    /// Reserves free workers for a claim; nil if nothing has to be claimed now.
    /// - Returns: the limits, and when the first pause of a route ends.
    private func nextClaim() -> (any DeliveryStore, ClaimLimits, pauseEnd: ContinuousClock.Instant?)? {
        state.withLock { state in
            let free = options.workers - state.running.count - state.reserved
            let mustWait = state.isIsolated || state.awaitsIsolation && !state.running.isEmpty
            guard state.claimsAgain, let store = state.store, !state.isDraining, free > 0, !mustWait else {
                // What is due waits for the end of a run, which wakes the queue if something waits.
                state.hasBacklog = state.hasBacklog || state.claimsAgain
                state.claimsAgain = false
                state.isClaiming = false
                return nil
            }
            state.claimsAgain = false
            // While nothing waits behind them, some workers stay free for deliveries that arrive during the claim.
            let total = state.hasBacklog ? free : max(1, free / 2)
            let paused = state.failures.paused(at: clock.steady)
            let share = max(1, options.workers * Self.retriedShareOfEight / 8)
            let limits = ClaimLimits(
                total: total, retried: min(total, max(0, share - state.running.values.count(where: \.isRetried))),
                acceptsSuspect: !state.hasSuspect, acceptsIsolated: state.running.isEmpty && state.reserved == 0,
                pausedRoutes: paused.routes)
            state.reserved += total
            state.mayIsolate = limits.acceptsIsolated
            return (store, limits, paused.firstEnd)
        }
    }

    /// Runs what was claimed.
    /// - Returns: what cannot be handled.
    private func start(
        _ claimed: ClaimedDeliveries, _ limits: ClaimLimits, _ pauseEnd: ContinuousClock.Instant?
    ) -> [EndedRun] {
        var begun: [RunningDelivery] = []
        var unusable: [EndedRun] = []
        for delivery in claimed.deliveries {
            if delivery.run.token == 1 {
                storeCounters.waitTime.record(.seconds(clock.now.timeIntervalSince(delivery.record.received)))
            }
            do {
                let job = try job(for: delivery.record, delivery.payload)
                begun.append(
                    RunningDelivery(
                        run: delivery.run, job: job, hasKey: delivery.record.key != nil,
                        crashes: delivery.record.crashes, deadline: clock.steady + job.handler.timeLimit,
                        cancellation: Cancellation()))
            } catch {
                let attempt = HandlerEnd.Attempt(number: delivery.run.attempt, limit: 1, now: clock.now, chance: 0)
                unusable.append(
                    EndedRun(
                        run: delivery.run, route: delivery.record.route, requestID: delivery.record.requestID,
                        end: HandlerEnd(error, attempt).end, hasKey: delivery.record.key != nil,
                        counters: counters(of: delivery.record.route)))
            }
        }
        let cancelled = state.withLock { state in
            state.reserved -= limits.total
            state.mayIsolate = false
            let cancelled = begun.filter { state.begin($0, at: clock.steady) }
            state.hasBacklog = claimed.isMoreDue
            state.awaitsIsolation = claimed.isIsolatedDue
            // Without a delivery, more can be due only once a worker, a suspect or a pause ends.
            if claimed.isMoreDue, !claimed.deliveries.isEmpty { state.claimsAgain = true }
            return cancelled
        }
        for running in cancelled { running.cancellation.cancel(.newerDelivery) }
        for running in begun {
            running.cancellation.setTask(Task { await perform(running) })
        }
        if !begun.isEmpty { watch() }
        if let due = claimed.nextDue {
            setAlarm(in: .seconds(max(0, due.timeIntervalSince(clock.now))))
        }
        if let pauseEnd { setAlarm(in: pauseEnd - clock.steady) }
        return unusable
    }

    /// Wakes the queue after a time, unless it is to be woken earlier.
    func setAlarm(in wait: Duration) {
        let wait = min(max(wait, .milliseconds(1)), Self.longestNap)
        state.withLock { state in
            let time = clock.steady + wait
            if let alarm = state.alarm, alarm.time <= time { return }
            state.alarm?.task.cancel()
            // The alarm does not keep the queue, which ends it at the latest when it goes.
            let task = Task { [weak self, clock] in
                guard (try? await clock.sleep(until: time)) != nil, let self else { return }
                self.state.withLock { if $0.alarm?.time == time { $0.alarm = nil } }
                wake()
            }
            state.alarm = (time, task)
        }
    }
}
