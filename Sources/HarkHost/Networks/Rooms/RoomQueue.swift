internal import HarkStore
internal import Synchronization

/// Sends the messages of one room: in order, at the network's pace, with retries where they are safe. The queue is
/// bounded; the room is told how many messages were left out.
///
/// What becomes of a stored message is recorded in the outbox before and after each attempt.
final class RoomQueue: Sendable {
    /// Sends one message to the network, with the room's threads and edits.
    typealias Deliver = @Sendable (Message, _ key: String) async throws(ChatError) -> DeliveredMessage

    /// Learns that the room does not exist or does not let the bot in, or (nil) that it does again. Returns whether
    /// stored messages may wait for the room.
    typealias ReportMissing = @Sendable (ChatError?) -> Bool

    struct State {
        var backlog: RoomBacklog
        var isWorking = false
        /// Until when the worker waits; nil if it does not.
        var sleepsUntil: ContinuousClock.Instant?
        /// Since when the room cannot be reached; nil if it can, or nothing waits.
        var heldSince: ContinuousClock.Instant?
        /// Whether the messages wait for a room that does not exist or does not let the bot in.
        var isMissing = false
        /// Whether the network has reconnected since the last attempt began.
        var isWoken = false
        var worker: Task<Void, Never>?
        var nap: Task<Void, any Error>?
        /// Why nothing is sent any more.
        var end: ChatError?
        /// Those who wait until nothing is being sent.
        var restWaiters: [CheckedContinuation<Void, Never>] = []
    }

    let room: Room
    let keyLifetime: Duration
    let pace: RoomPace
    let networkPace: NetworkPace
    let outbox: Outbox
    let counters: NetworkCounters
    let clock: BotClock
    let logger: Logger
    let progress: @Sendable () -> NetworkProgress
    let reportMissing: ReportMissing
    let deliver: Deliver
    let state: Mutex<State>

    /// - Parameters:
    ///   - pace: the pace of the room, which other rooms may share.
    ///   - networkPace: the pace of all rooms of the network together.
    ///   - outbox: records what becomes of stored messages.
    ///   - counters: count the messages of the network.
    ///   - progress: reads the current progress of the network.
    ///   - reportMissing: learns whether the room is missing.
    ///   - deliver: sends one message.
    init(
        _ room: Room, _ capabilities: NetworkCapabilities, _ pace: RoomPace, _ networkPace: NetworkPace,
        outbox: Outbox, counters: NetworkCounters = NetworkCounters(), clock: BotClock, logger: Logger,
        progress: @escaping @Sendable () -> NetworkProgress, reportMissing: @escaping ReportMissing,
        deliver: @escaping Deliver
    ) {
        self.room = room
        keyLifetime = capabilities.keyLifetime
        self.pace = pace
        self.networkPace = networkPace
        self.outbox = outbox
        self.counters = counters
        state = Mutex(
            State(
                backlog: RoomBacklog(
                    room, longestAge: outbox.longestAge, total: outbox.total, dropped: counters.dropped)))
        self.clock = clock
        self.logger = logger
        self.progress = progress
        self.reportMissing = reportMissing
        self.deliver = deliver
    }

    /// The number of queued messages.
    var count: Int { state.withLock { $0.backlog.entries.count } }

    /// Whether messages wait, and the room could not be reached at the last attempt.
    var isHeld: Bool { state.withLock { $0.heldSince != nil } }

    /// Whether the messages wait for a room that does not exist or does not let the bot in.
    var isMissing: Bool { state.withLock { $0.isMissing } }

    /// Queues a message behind those that wait already.
    /// - Parameters:
    ///   - stored: its number in the store, if it is stored.
    ///   - isAnswer: whether somebody asked for it.
    ///   - patience: how long from now to wait for its receipt.
    /// - Throws: an error when the queue is closed.
    func enqueue(
        _ message: QueuedMessage, stored: StoredMessageID? = nil, isAnswer: Bool = false, patience: Duration
    ) throws(ChatError) -> PendingReceipt {
        let entry = WaitingMessage(
            content: message, stored: stored, isAnswer: isAnswer, since: clock.steady, time: BotTime(clock.now))
        let end = state.withLock { state in
            if state.end == nil { insert(entry, &state) }
            return state.end
        }
        if let end { throw end }
        guard patience > .zero else { return PendingReceipt(.queued, isStored: stored != nil) }
        let deadline = clock.steady + patience
        let timer = Task { [clock] in
            if (try? await clock.sleep(until: deadline)) != nil { entry.receipt.set(.success(.queued)) }
        }
        return PendingReceipt(isStored: stored != nil) { () throws(ChatError) in
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

    /// Queues a message that was stored before the start. `start` begins to send it.
    /// - Parameter hasFailed: whether an attempt to send it failed, so that the room could not be reached then.
    func restore(_ entry: WaitingMessage, hasFailed: Bool) {
        state.withLock { state in
            if state.backlog.entries.isEmpty, hasFailed { state.heldSince = state.heldSince ?? entry.since }
            state.backlog.append(entry)
        }
    }

    /// Begins to send what was restored.
    func start() { state.withLock { if !$0.backlog.entries.isEmpty { work(&$0) } } }

    /// Counts a reaction like a message, if no message waits.
    /// - Returns: whether it may be shown.
    func admitReaction() -> Bool { count == 0 && networkPace.admit(pace, at: clock.steady) == .zero }

    /// Retries at once, because the network has reconnected or a person wants it.
    func wake() {
        state.withLock { state in
            state.isWoken = true
            guard let nap = state.nap else { return }
            nap.cancel()
            state.sleepsUntil = nil
        }
    }

    private func insert(_ entry: WaitingMessage, _ state: inout State) {
        state.backlog.append(entry)
        work(&state)
    }

    private func work(_ state: inout State) {
        guard !state.isWorking else { return }
        state.isWorking = true
        state.worker = Task { await self.work() }
    }
}

/// What a network took.
struct DeliveredMessage: Sendable {
    /// The network's identifier of the message, if it gives one.
    let id: MessageID?
    /// The message that starts the thread of the message, if it is in one.
    var thread: MessageID?
    /// Whether the room is to see a copy besides, which the network cannot post together with the message.
    var needsCopy = false
}

/// How many messages a queue had when it was closed.
struct ClosedMessages: Sendable {
    /// Those that are lost.
    var dropped = 0
    /// Those that are stored, and sent after the next start.
    var stored = 0

    static func += (sum: inout ClosedMessages, other: ClosedMessages) {
        sum.dropped += other.dropped
        sum.stored += other.stored
    }
}
