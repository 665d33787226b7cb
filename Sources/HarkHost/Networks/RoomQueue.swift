private import Synchronization

/// What waits to be said in one room: in order, at the network's pace, and again where that is allowed. It is bounded;
/// what had to be left out is counted, and the room hears how much it was.
final class RoomQueue: Sendable {
    /// Says one message: the network, with the threads and the edits of the room. It returns the message's identifier,
    /// and what is to be said next because of it.
    typealias Deliver =
        @Sendable (Message, _ key: String) async throws(ChatError) -> (id: MessageID?, followUp: Message?)

    private struct State {
        var backlog: RoomBacklog
        var isWorking = false
        /// Since when the room cannot be spoken to; nil where it can.
        var heldSince: ContinuousClock.Instant?
        /// Whether the network was connected again since the last try began.
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
    ///   - pace: of the room, which others may share.
    ///   - networkPace: of all rooms of the network.
    ///   - progress: how the network does now.
    ///   - deliver: says one message.
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

    /// How many messages wait.
    var count: Int { state.withLock { $0.backlog.entries.count } }

    /// Says a message after those that wait already.
    /// - Parameters:
    ///   - isAnswer: whether somebody has asked for it.
    ///   - patience: how long from now its receipt is waited for.
    /// - Throws: that nothing is said any more.
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

    /// Counts a reaction like a message, if nothing waits to be said.
    /// - Returns: whether it may be shown.
    func admitReaction() -> Bool { count == 0 && networkPace.admit(pace, at: clock.steady) == .zero }

    /// Tries again at once what waits for a better time: the network is connected again.
    func wake() {
        state.withLock { state in
            state.isWoken = true
            state.nap?.cancel()
        }
    }

    /// Ends the queue: what waits is not said.
    /// - Returns: how many messages that are.
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

    // MARK: - Saying it

    /// What to do next.
    private enum Step: Sendable {
        /// Say that so many messages were left out.
        case summary(String, count: Int, key: String)
        case message(WaitingMessage)
    }

    private func work() async {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(60))
        // The log gets a line when the room can no longer be spoken to, and not for every try.
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

    /// The next thing to say; nil, and the work is over, when there is none.
    private func next() -> Step? {
        state.withLock { state in
            state.backlog.trim(at: clock.steady, heldSince: state.heldSince)
            state.isWoken = false
            // While messages are taken, what is left out is said behind those that wait.
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

    /// Notes that the room has heard, or will not hear, that so many messages were left out.
    private func settleSummary(_ count: Int) {
        state.withLock { $0.backlog.settle(leftOut: count) }
    }

    private func end(
        _ entry: WaitingMessage, _ result: Result<Receipt, any Error>, followedBy next: WaitingMessage? = nil
    ) {
        state.withLock { $0.backlog.remove(entry, followedBy: next) }
        entry.receipt.set(result)
    }

    /// How long to wait before the same step is tried again; nil where it is not.
    private func retry(_ step: Step, after error: ChatError, _ backOff: inout BackOff) -> Duration? {
        let wait: Duration
        switch error.kind {
        case .transient where isHopeless(step): return giveUp(step, error)
        // What the token lacks may be added: nothing is thrown away for that before its age.
        case .transient, .unauthorized: wait = backOff.next()
        case .rateLimited(let after):
            // A time that has come already would be tried without a pause.
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

    /// Whether the trouble seems to be with the message itself, behind which the others of the room wait.
    private func isHopeless(_ step: Step) -> Bool {
        guard case .message(let entry) = step else { return false }
        let progress = progress()
        let now = clock.steady
        let trouble = update(entry) { entry -> WaitingMessage.Trouble? in
            // A network that is lost says nothing of the message.
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

    /// Whether the network may have the message already, and would not know it again by its key.
    private func mayStandTwice(_ entry: WaitingMessage) -> Bool {
        entry.inDoubtSince.map { clock.steady - $0 >= keyLifetime } ?? false
    }

    /// Changes what is kept of the message that is being said; nil when it does not wait any more.
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

    /// Waits until the room and the network take the next message; it is counted.
    /// - Returns: whether to go on.
    private func waitForPace() async -> Bool {
        while !Task.isCancelled {
            let wait = networkPace.admit(pace, at: clock.steady)
            if wait == .zero { return true }
            try? await clock.sleep(for: wait)
        }
        return false
    }

    /// Waits, shorter when the network is connected again, unless the network itself has named the time.
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
