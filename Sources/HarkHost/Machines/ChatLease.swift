internal import HarkStore
internal import Synchronization

/// Lets one of the machines that share a store be connected to the chat networks.
///
/// The machine that holds the lease renews it. If it cannot, it leaves the networks before the lease ends, by its own
/// clock, which never jumps. The others ask for it again and again. On a machine that shares its store with no other,
/// it is always held.
final class ChatLease: Sendable {
    /// What the store calls it.
    static let name = "chat"

    /// Between two attempts of a machine that is woken again and again.
    private static let shortestWait = Duration.seconds(1)

    private enum Holding {
        /// There are no other machines.
        case alone
        case elsewhere
        case here(until: ContinuousClock.Instant, term: Int64)
    }

    private struct State {
        var holding = Holding.alone
        /// The wait of a machine that does not hold it.
        var nap: Task<Void, any Error>?
        var isNudged = false
    }

    private let clock: BotClock
    private let logger: Logger
    private let state = Mutex(State())

    init(clock: BotClock, logger: Logger) {
        self.clock = clock
        self.logger = logger
    }

    /// Whether this machine may use the chat networks now.
    var isHeld: Bool {
        switch state.withLock({ $0.holding }) {
        case .alone: true
        case .elsewhere: false
        case .here(let end, _): clock.steady < end
        }
    }

    /// Whether there may be other machines.
    var isShared: Bool { if case .alone = state.withLock({ $0.holding }) { false } else { true } }

    /// Begins to share: until `run` gets the lease, another machine may hold it.
    func share() { state.withLock { $0.holding = .elsewhere } }

    /// Asks for the lease soon: another machine may have released it.
    func nudge() {
        state.withLock { state in
            state.isNudged = true
            state.nap?.cancel()
        }
    }

    /// Runs `work` while this machine holds the lease, and again whenever it gets it anew, until `work` ends by itself
    /// or the task is cancelled.
    /// - Parameters:
    ///   - length: for how long the lease is taken. Another machine can have it after that if this one is gone.
    ///   - work: uses the networks, and leaves them when its task is cancelled.
    /// - Throws: what `work` throws, and `CancellationError`.
    func run(
        _ store: any DeliveryStore, _ length: Duration, work: @escaping @Sendable () async throws -> Void
    ) async throws {
        defer { share() }
        while true {
            try await acquire(store, length)
            logger.notice("this machine holds the chat connections")
            let isOver: Bool
            do { isOver = try await hold(store, length, work) } catch {
                await release(store)
                throw error
            }
            await release(store)
            if isOver { return }
            logger.warning("this machine has left the chat: it could not renew its lease, or another one holds it")
        }
    }

    private func acquire(_ store: any DeliveryStore, _ length: Duration) async throws {
        var isFailing = false
        while true {
            let begun = clock.steady
            do throws(StoreError) {
                if let term = try await store.holdLease(Self.name, for: length) {
                    return state.withLock { $0.holding = .here(until: begun + length, term: term) }
                }
                isFailing = false
            } catch {
                if !isFailing { logger.warning("the chat lease was not asked for", metadata: ["reason": "\(error)"]) }
                isFailing = true
            }
            try await nap(length / 12)
        }
    }

    /// Waits for a time, or for a nudge.
    private func nap(_ length: Duration) async throws {
        let end = clock.steady + length
        try await clock.sleep(for: min(length, Self.shortestWait))
        let nap = Task { [clock] in try await clock.sleep(until: end) }
        state.withLock { state in
            state.nap = nap
            if state.isNudged { nap.cancel() }
        }
        await withTaskCancellationHandler {
            _ = await nap.result
        } onCancel: {
            nap.cancel()
        }
        state.withLock { ($0.nap, $0.isNudged) = (nil, false) }
        try Task.checkCancellation()
    }

    /// Runs `work` until it ends or the lease is lost.
    /// - Returns: whether `work` has ended by itself.
    private func hold(
        _ store: any DeliveryStore, _ length: Duration, _ work: @escaping @Sendable () async throws -> Void
    ) async throws -> Bool {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await work()
                return true
            }
            group.addTask {
                try await self.renew(store, length)
                return false
            }
            group.addTask {
                try await self.waitForEnd(leaving: length / 6)
                return false
            }
            // From here on nothing is sent, while `work` leaves the networks.
            defer {
                share()
                group.cancelAll()
            }
            return try await group.next() ?? true
        }
    }

    /// Renews the lease again and again; returns if another machine has had it.
    private func renew(_ store: any DeliveryStore, _ length: Duration) async throws {
        while true {
            try await clock.sleep(for: length / 6)
            let begun = clock.steady
            do throws(StoreError) {
                let term = try await store.holdLease(Self.name, for: length)
                let isSame = state.withLock { state in
                    guard case .here(_, let current) = state.holding, term == current else { return false }
                    state.holding = .here(until: begun + length, term: current)
                    return true
                }
                guard isSame else { return }
            } catch {
                logger.warning("the chat lease was not renewed", metadata: ["reason": "\(error)"])
            }
        }
    }

    /// Waits until this machine has to leave the networks.
    /// - Parameter time: how long that may take before the end of the lease.
    private func waitForEnd(leaving time: Duration) async throws {
        while case .here(let end, _) = state.withLock({ $0.holding }), clock.steady < end - time {
            try await clock.sleep(until: end - time)
        }
        try Task.checkCancellation()
    }

    /// Lets another machine have it at once.
    private func release(_ store: any DeliveryStore) async {
        // Also when the task is cancelled, because the bot stops.
        let release = Task { try await store.releaseLease(Self.name) }
        if case .failure(let error) = await release.result {
            logger.debug("the chat lease ends by itself", metadata: ["reason": "\(error)"])
        }
    }
}
