private import Synchronization

/// Sends the messages of one room: in order, at the network's pace, with retries where they are safe. The queue is
/// bounded; the room is told how many messages were left out.
final class RoomQueue: Sendable {
    /// Sends one message to the network, with the room's threads and edits. Returns the message's identifier, and a
    /// follow-up message if one is needed.
    typealias Deliver =
        @Sendable (Message, _ key: String) async throws(ChatError) -> (id: MessageID?, followUp: Message?)

    private struct State {
        var backlog: RoomBacklog
        var isWorking = false
        /// Since when the room cannot be reached; nil if it can.
        var heldSince: ContinuousClock.Instant?
        /// Whether the network has reconnected since the last attempt began.
        var isWoken = false
        var worker: Task<Void, Never>?
        var nap: Task<Void, any Error>?
        /// Why nothing is sent any more.
        var end: ChatError?
    }

    private let room: Room
    private let keyLifetime: Duration
    let pace: RoomPace
    private let networkPace: NetworkPace
    private let clock: BotClock
    private let logger: Logger
    private let progress: @Sendable () -> NetworkProgress
    private let deliver: Deliver
    private let state: Mutex<State>

    /// - Parameters:
    ///   - pace: the pace of the room, which other rooms may share.
    ///   - networkPace: the pace of all rooms of the network together.
    ///   - progress: reads the current progress of the network.
    ///   - deliver: sends one message.
    init(
        _ room: Room, _ capabilities: NetworkCapabilities, _ pace: RoomPace, _ networkPace: NetworkPace,
        clock: BotClock, logger: Logger,
        progress: @escaping @Sendable () -> NetworkProgress, deliver: @escaping Deliver
    ) {
        self.room = room
        keyLifetime = capabilities.keyLifetime
        self.pace = pace
        self.networkPace = networkPace
        state = Mutex(State(backlog: RoomBacklog(room)))
        self.clock = clock
        self.logger = logger
        self.progress = progress
        self.deliver = deliver
    }

    /// The number of queued messages.
    var count: Int { state.withLock { $0.backlog.entries.count } }

    /// Queues a message behind those that wait already.
    /// - Parameters:
    ///   - isAnswer: whether somebody asked for it.
    ///   - patience: how long from now to wait for its receipt.
    /// - Throws: an error when the queue is closed.
    func enqueue(_ message: Message, isAnswer: Bool = false, patience: Duration) throws(ChatError) -> PendingReceipt {
        let entry = WaitingMessage(message: message, isAnswer: isAnswer, since: clock.steady, time: BotTime(clock.now))
        let end = state.withLock { state in
            if state.end == nil { insert(entry, &state) }
            return state.end
        }
        if let end { throw end }
        guard patience > .zero else { return PendingReceipt(.queued) }
        let timer = Task { [clock] in
            if (try? await clock.sleep(for: patience)) != nil { entry.receipt.set(.success(.queued)) }
        }
        return PendingReceipt { () throws(ChatError) in
            defer { timer.cancel() }
            do {
                return try await withTaskCancellationHandler {
                    try await entry.receipt.value
                } onCancel: {
                    entry.receipt.set(.success(.queued))
                }
            } catch {
                throw error as? ChatError ?? ChatError(.refused, "\(error)")
            }
        }
    }

    /// Counts a reaction like a message, if no message waits.
    /// - Returns: whether it may be shown.
    func admitReaction() -> Bool { count == 0 && networkPace.admit(pace, at: clock.steady) == .zero }

    /// Retries at once, because the network has reconnected.
    func wake() {
        state.withLock { state in
            state.isWoken = true
            state.nap?.cancel()
        }
    }

    /// Closes the queue: waiting messages are dropped.
    /// - Returns: how many messages were dropped.
    @discardableResult
    func close(_ error: ChatError) -> Int {
        let (worker, entries) = state.withLock { state in
            state.end = error
            return (state.worker, state.backlog.removeAll())
        }
        worker?.cancel()
        for entry in entries { entry.receipt.set(.failure(error)) }
        return entries.count
    }

    private func insert(_ entry: WaitingMessage, _ state: inout State) {
        state.backlog.append(entry)
        guard !state.isWorking else { return }
        state.isWorking = true
        state.worker = Task { await self.work() }
    }

    // MARK: - Sending

    /// The next thing to do.
    private enum Step: Sendable {
        /// Report that messages were left out.
        case summary(String, count: Int, key: String)
        case message(WaitingMessage)
    }

    private func work() async {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(60))
        // One log entry when the room becomes unreachable, not one for every attempt.
        var isHeld = false
        while !Task.isCancelled, let step = next() {
            guard await waitForPace() else { return }
            do throws(ChatError) {
                try await run(step)
                backOff.reset()
                isHeld = false
                state.withLock { $0.heldSince = nil }
            } catch {
                guard let wait = retry(step, after: error, &backOff) else { continue }
                if !isHeld { logger.warning("messages wait", metadata: ["room": "\(room)", "reason": "\(error)"]) }
                isHeld = true
                guard await nap(wait, isFixed: error.isRateLimit) else { return }
            }
        }
    }

    /// The next step; nil if there is none, and the work is over.
    private func next() -> Step? {
        state.withLock { state in
            state.backlog.trim(at: clock.steady, heldSince: state.heldSince)
            state.isWoken = false
            // While the room is reachable, the report on left-out messages comes after the waiting ones.
            let entries = state.backlog.entries
            if let leftOut = state.backlog.leftOut, state.heldSince != nil || entries.isEmpty {
                let text = leftOut.summary(before: entries.count)
                return .summary(text, count: leftOut.count, key: leftOut.key)
            }
            if let entry = entries.first { return .message(entry) }
            state.isWorking = false
            state.worker = nil
            return nil
        }
    }

    private func run(_ step: Step) async throws(ChatError) {
        switch step {
        case .summary(let text, let count, let key):
            _ = try await deliver(Message(ChatText(text)), key)
            settleSummary(count)
        case .message(let entry):
            var message = entry.message
            if mayStandTwice(entry) {
                message.text += " (again?)"
                update(entry) { $0.isMarked = true }
            }
            let (id, followUp) = try await deliver(message, entry.key)
            let next = followUp.map {
                WaitingMessage(message: $0, isAnswer: entry.isAnswer, since: entry.since, time: entry.time)
            }
            end(entry, .success(.sent(id)), followedBy: next)
        }
    }

    /// Notes that the room was told, or will not be told, that this many messages were left out.
    private func settleSummary(_ count: Int) {
        state.withLock { $0.backlog.settle(leftOut: count) }
    }

    private func end(
        _ entry: WaitingMessage, _ result: Result<Receipt, any Error>, followedBy next: WaitingMessage? = nil
    ) {
        state.withLock { $0.backlog.remove(entry, followedBy: next) }
        entry.receipt.set(result)
    }

    /// How long to wait before the same step is retried; nil if it is not.
    private func retry(_ step: Step, after error: ChatError, _ backOff: inout BackOff) -> Duration? {
        let wait: Duration
        switch error.kind {
        case .transient where isHopeless(step): return giveUp(step, error)
        // A missing permission may still be granted to the token: such messages are kept until they are too old.
        case .transient, .unauthorized: wait = backOff.next()
        case .rateLimited(let after):
            // A wait that is over already would lead to retries without a pause.
            wait = after.flatMap { $0 > .zero ? $0 : nil } ?? backOff.next()
            let time = clock.steady + wait
            pace.hold(until: time)
            networkPace.hold(until: time)
        default: return giveUp(step, error)
        }
        state.withLock { $0.heldSince = $0.heldSince ?? clock.steady }
        guard case .message(let entry) = step, error.mayHaveArrived else { return wait }
        let wasMarked = update(entry) { entry in
            entry.inDoubtSince = entry.inDoubtSince ?? clock.steady
            return entry.isMarked
        }
        return wasMarked == true ? giveUp(step, error) : wait
    }

    /// Whether the message itself seems to be the cause of the failures, while the others of the room wait behind it.
    private func isHopeless(_ step: Step) -> Bool {
        guard case .message(let entry) = step else { return false }
        let progress = progress()
        let now = clock.steady
        let trouble = update(entry) { entry -> WaitingMessage.Trouble? in
            // While the network is disconnected, a failure says nothing about the message.
            guard progress.isConnected else {
                entry.trouble = nil
                return nil
            }
            var trouble = entry.trouble ?? .init(since: now, takenCount: progress.takenCount)
            trouble.tryCount += 1
            entry.trouble = trouble
            return trouble
        }
        return trouble??.isHopeless(at: now, progress) ?? false
    }

    /// Whether the network may have the message already, and would not recognise its key.
    private func mayStandTwice(_ entry: WaitingMessage) -> Bool {
        entry.inDoubtSince.map { clock.steady - $0 >= keyLifetime } ?? false
    }

    /// Changes the entry of the message that is being sent; nil if it is not in the queue any more.
    @discardableResult
    private func update<Result: Sendable>(
        _ entry: WaitingMessage, _ change: (inout WaitingMessage) -> Result
    ) -> Result? {
        state.withLock { $0.backlog.update(entry, change) }
    }

    private func giveUp(_ step: Step, _ error: ChatError) -> Duration? {
        logger.error("message not delivered", metadata: ["room": "\(room)", "error": "\(error)"])
        switch step {
        case .summary(_, let count, _): settleSummary(count)
        case .message(let entry): end(entry, .failure(error))
        }
        return nil
    }

    // MARK: - Waiting

    /// Waits until the room's and the network's pace allow the next message, and counts it.
    /// - Returns: whether to go on.
    private func waitForPace() async -> Bool {
        while !Task.isCancelled {
            let wait = networkPace.admit(pace, at: clock.steady)
            if wait == .zero { return true }
            try? await clock.sleep(for: wait)
        }
        return false
    }

    /// Waits, but not longer than until the network reconnects, unless the network itself named the time.
    /// - Returns: whether to go on.
    private func nap(_ wait: Duration, isFixed: Bool) async -> Bool {
        let nap = Task { [clock] in try await clock.sleep(for: wait) }
        if !isFixed {
            state.withLock { state in
                state.nap = nap
                if state.isWoken { nap.cancel() }
            }
        }
        await withTaskCancellationHandler {
            _ = await nap.result
        } onCancel: {
            nap.cancel()
        }
        state.withLock { $0.nap = nil }
        return !Task.isCancelled
    }
}

extension ChatError {
    fileprivate var isRateLimit: Bool {
        if case .rateLimited = kind { true } else { false }
    }
}
