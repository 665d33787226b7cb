internal import HarkStore
internal import Synchronization

internal import struct FoundationEssentials.Date

/// Stores deliveries and runs their handlers: at once if a worker is free, else when one is, and again after failures.
///
/// A run is one task, which also stores its end. A delivery that nobody runs waits in the store; `wake` claims those
/// that are due. Nothing polls while nothing waits.
package final class DeliveryQueue: Sendable {
    struct State {
        var store: (any DeliveryStore)?
        /// Additions whose callers wait.
        var additions: [Int: Addition] = [:]
        var additionCount = 0
        /// Workers that are kept for deliveries that are just being stored.
        var reserved = 0
        var running: [StoredDeliveryID: RunningDelivery] = [:]
        /// Deliveries that run by the store, but not in `running` yet, and are to be cancelled, with the time of that.
        var cancelledEarly: [StoredDeliveryID: ContinuousClock.Instant] = [:]
        /// Handlers that go on although they were cancelled; they have no worker any more.
        var stuck: [StoredDeliveryID: RunningDelivery] = [:]
        /// Bytes of the deliveries that are being stored, or handled because they were not.
        var storingBytes = 0
        /// Whether the claim under way may return a delivery that must run alone.
        var mayIsolate = false
        /// Whether due deliveries wait for a worker, so that a new one has to wait behind them.
        var hasBacklog = false
        /// Whether a due delivery waits until it can run alone.
        var awaitsIsolation = false
        var isClaiming = false
        var claimsAgain = false
        var isDraining = false
        var isWatching = false
        var alarm: (time: ContinuousClock.Instant, task: Task<Void, Never>)?
        var failures = FailureStreaks()
        /// Bytes of requests that were stored since the store was pruned.
        var unprunedBytes = 0
        var isPruning = false
        var idleWaiters: [CheckedContinuation<Void, Never>] = []
        var endWaiters: [StoredDeliveryID: [OneShot<Void>]] = [:]
        /// What earlier attempts announced.
        var announcements = LeastRecentlyUsed<StoredDeliveryID, AnnouncementRecord>(capacity: 1000)
    }

    /// A delivery that is being stored while its sender waits.
    struct Addition {
        let deadline: ContinuousClock.Instant
        let result: OneShot<AddedDelivery>
    }

    /// Most bytes of deliveries that are being stored, for a store that is slower than their senders.
    private static let mostStoringBytes = 256 << 20

    let state = Mutex(State())
    /// Handles what the store refused after its sender was answered. Many may be refused at once.
    private let lateRefusals = SerialTasks()
    let options: StoreOptions
    let clock: BotClock
    let logger: Logger
    let handlers: [StoredRoute: DeliveryHandler]
    /// Counts the deliveries of routes that this bot does not have.
    let homelessCounters = DeliveryCounters()
    let storeCounters: StoreCounters
    /// Called for each delivery that is dead or quarantined.
    let onDead: @Sendable (DeadDelivery) -> Void

    /// A queue without a store: nothing runs before `open`.
    init(
        _ handlers: [DeliveryHandler], _ options: StoreOptions, _ storeCounters: StoreCounters, clock: BotClock,
        logger: Logger, onDead: @escaping @Sendable (DeadDelivery) -> Void
    ) {
        self.options = options
        self.storeCounters = storeCounters
        self.clock = clock
        self.logger = logger
        self.onDead = onDead
        self.handlers = Dictionary(handlers.map { ($0.route, $0) }) { first, _ in first }
    }

    deinit { state.withLock { $0.alarm }?.task.cancel() }

    /// The store; nil before `open` and after `close`.
    var store: (any DeliveryStore)? { state.withLock { $0.store } }

    /// Counts the deliveries of a route.
    func counters(of route: StoredRoute) -> DeliveryCounters { handlers[route]?.deliveryCounters ?? homelessCounters }

    /// Begins to run what the store has.
    /// - Returns: how many deliveries have no route in this bot.
    func open(_ store: any DeliveryStore) async throws(StoreError) -> Int {
        let homeless = try await store.adopt(routes: Set(handlers.keys))
        state.withLock { $0.store = store }
        wake()
        return homeless
    }

    /// Stores a delivery, and runs it if its key and a worker are free.
    /// - Parameters:
    ///   - limit: longest wait. A delivery that is stored later is handled all the same.
    ///   - onLateRefusal: called if the delivery is certainly not stored, but that is known only after the wait.
    /// - Throws: `AdditionError`; nothing is stored while too many bytes wait to be stored.
    func add(
        _ delivery: NewDelivery, _ job: DeliveryJob, within limit: Duration,
        onLateRefusal: @escaping @Sendable (StoreError) async -> Void = { _ in }
    ) async throws(AdditionError) -> AddedDelivery {
        let result = OneShot<AddedDelivery>()
        let size = delivery.head.count + delivery.body.count
        let arrival = clock.steady
        let (store, number, startsNow) = try state.withLock { state throws(AdditionError) in
            guard state.storingBytes == 0 || state.storingBytes + size <= Self.mostStoringBytes else {
                storeCounters.errors[.unavailable].add()
                throw .store(.unavailable("Too many deliveries wait to be stored."))
            }
            state.storingBytes += size
            state.additionCount += 1
            state.additions[state.additionCount] = Addition(deadline: clock.steady + limit, result: result)
            let startsNow = state.canStart(delivery.route, workers: options.workers, at: clock.steady)
            if startsNow { state.reserved += 1 }
            return (state.store, state.additionCount, startsNow)
        }
        watch()
        let cancellation = Cancellation()
        // It begins in the caller's thread: the store is asked without another task switch.
        let task = Task.immediate {
            var running: RunningDelivery?
            do throws(StoreError) {
                guard let store else { throw .closed }
                let added = try await store.add(delivery, startsNow: startsNow)
                noteGrowth(by: size)
                job.handler.deliveryCounters.count(added)
                if case .running(let run) = added {
                    storeCounters.waitTime.record(clock.steady - arrival)
                    running = RunningDelivery(
                        run: run, job: job, hasKey: delivery.key != nil, crashes: 0,
                        deadline: clock.steady + job.handler.timeLimit, cancellation: cancellation)
                }
                conclude(number, size, added, startsNow, running, job)
                result.set(.success(added))
            } catch {
                storeCounters.count(error)
                // It keeps its share of the memory until it has been handled.
                if !result.set(.failure(error)), error.isDefinite {
                    await lateRefusals.run { await onLateRefusal(error) }
                }
                conclude(number, size, nil, startsNow, nil, job)
            }
            if let running { await perform(running) }
        }
        cancellation.setTask(task)
        do { return try await result.value } catch let error as StoreError { throw .store(error) } catch {
            storeCounters.errors[.timeout].add()
            throw .timedOut
        }
    }

    /// Notes what became of an addition.
    private func conclude(
        _ number: Int, _ size: Int, _ added: AddedDelivery?, _ wasReserved: Bool, _ running: RunningDelivery?,
        _ job: DeliveryJob
    ) {
        let (cancelled, isAwaited) = state.withLock { state -> (RunningDelivery?, Bool) in
            state.additions[number] = nil
            state.storingBytes -= size
            if wasReserved { state.reserved -= 1 }
            let isCancelled = running.map { state.begin($0, at: clock.steady) } ?? false
            // What is due may have waited for the worker.
            let isAwaited =
                wasReserved && running == nil && (state.hasBacklog || state.awaitsIsolation || state.isClaiming)
            guard case .stored(_, .waiting, _, let blocker?) = added, job.handler.cancelsRunning else {
                return (isCancelled ? running : nil, isAwaited)
            }
            return (state.runningDelivery(toCancel: blocker, at: clock.steady), isAwaited)
        }
        // The addition may have lost the task that watched it, if it took too long.
        if running != nil { watch() }
        cancelled?.cancellation.cancel(.newerDelivery)
        switch added {
        case .stored(_, .ready, _, _), .replayed: wake()
        case .stored, .running, .duplicate, nil: if isAwaited { wake() } else { notifyIfIdle() }
        }
    }

    /// The job of a stored delivery.
    /// - Throws: `UnusableDelivery`, `InactivePlugin`, or the `Rejection` of a body that does not decode.
    func job(for record: DeliveryRecord, _ payload: StoredPayload) throws -> DeliveryJob {
        guard let handler = handlers[record.route] else { throw UnusableDelivery("This bot has no such route.") }
        return DeliveryJob(
            handler: handler, requestID: record.requestID, call: try handler.prepare(record, payload))
    }
}

/// Why a delivery was not stored, or not in time.
enum AdditionError: Error, Equatable, CustomStringConvertible {
    /// The store did not answer in time. The delivery may be stored yet.
    case timedOut
    /// The store refused it.
    case store(StoreError)

    /// Whether the delivery is certainly not stored.
    var isDefinite: Bool {
        switch self {
        case .timedOut: false
        case .store(let error): error.isDefinite
        }
    }

    var description: String {
        switch self {
        case .timedOut: "The store did not answer in time."
        case .store(let error): error.description
        }
    }
}

extension DeliveryQueue.State {
    /// How long a run may take to begin once the store has it.
    private static let longestBeginning = Duration.seconds(5)

    /// Notes that a delivery runs.
    /// - Returns: whether it is to be cancelled, because a newer delivery with its key was faster.
    mutating func begin(_ delivery: RunningDelivery, at now: ContinuousClock.Instant) -> Bool {
        running[delivery.run.id] = delivery
        return cancelledEarly.removeValue(forKey: delivery.run.id).map { now - $0 < Self.longestBeginning } ?? false
    }

    /// The delivery with this number, for which a newer one waits; nil if it does not run yet, or runs on another
    /// machine. In the first case it is cancelled as soon as it does.
    mutating func runningDelivery(
        toCancel id: StoredDeliveryID, at now: ContinuousClock.Instant
    ) -> RunningDelivery? {
        if let delivery = running[id] { return delivery }
        cancelledEarly = cancelledEarly.filter { now - $0.value < Self.longestBeginning }
        cancelledEarly[id] = now
        return nil
    }

    /// Whether a delivery that has just arrived may run at once.
    func canStart(_ route: StoredRoute, workers: Int, at now: ContinuousClock.Instant) -> Bool {
        !isDraining && !hasBacklog && !awaitsIsolation && !mayIsolate && !isIsolated
            && running.count + reserved < workers
            && failures.pauseEnd(of: route, at: now) == nil
    }

    /// Whether a delivery runs alone.
    var isIsolated: Bool { running.values.contains { $0.crashes >= StoreLimits.crashes - 1 } }

    /// Whether a suspect runs.
    var hasSuspect: Bool { running.values.contains { $0.crashes > 0 } }

    /// Whether nothing runs, is being stored or is about to run.
    var isIdle: Bool {
        // What is being stored counts also when its sender waits no more.
        running.isEmpty && storingBytes == 0 && reserved == 0 && !isClaiming && !claimsAgain
    }
}
