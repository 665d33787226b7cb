internal import HarkStore
internal import Synchronization

/// One network of the bot: the state of its connection, and the queues of its rooms.
final class NetworkLink: Sendable {
    /// How long a sender waits for the result of a message; after that the message stays queued.
    static let patience = Duration.seconds(3)

    /// Most rooms whose queues are kept; beyond that, empty queues are dropped. The second half is reserved for
    /// announcements, because people choose the rooms of answers.
    private static let mostRooms = 2_000

    /// Most rooms that do not exist or do not let the bot in, for which stored messages wait. Senders of webhooks may
    /// choose rooms.
    private static let mostMissingRooms = 100

    struct State {
        /// The state of the connection; nil before the network runs.
        var connection: NetworkState?
        var hasConnected = false
        /// Whether a sender has waited for `patience` in vain since the last message was accepted: the next senders do
        /// not wait then, so that a webhook for many rooms is answered in time.
        var isSlow = false
        /// How many messages were accepted.
        var takenCount = 0
        /// Why nothing can be sent any more.
        var end: ChatError?
        /// By the bytes of the rooms' names.
        var queues: [UntrustedText: RoomQueue] = [:]
        var sent = SentMessages()
        /// How often the response to an edit was lost.
        var doubtfulEdits: [MessageID: Int] = [:]
        /// The rooms that do not exist or do not let the bot in, for which messages wait.
        var missing: Set<UntrustedText> = []
    }

    let network: any ChatNetwork
    let name: NetworkName
    let capabilities: NetworkCapabilities
    let counters = NetworkCounters()
    private let pace: NetworkPace
    private let outbox: Outbox
    let clock: BotClock
    private let logger: Logger
    private let onMissing: @Sendable (Room, ChatError) -> Void
    let state = Mutex(State())

    /// - Parameters:
    ///   - outbox: stores its messages.
    ///   - onMissing: called when messages begin to wait for a room that does not exist or does not let the bot in.
    init(
        _ network: any ChatNetwork, outbox: Outbox, clock: BotClock, logger: Logger,
        onMissing: @escaping @Sendable (Room, ChatError) -> Void = { _, _ in }
    ) {
        self.network = network
        self.outbox = outbox
        self.onMissing = onMissing
        self.clock = clock
        self.logger = logger
        name = type(of: network).networkName
        capabilities = type(of: network).capabilities
        pace = NetworkPace(capabilities.paceInAll)
    }

    /// The state of the connection; nil before the network runs.
    var connection: NetworkState? { state.withLock { $0.connection } }

    /// Whether it has ever been connected.
    var hasConnected: Bool { state.withLock { $0.hasConnected } }

    /// How many rooms with waiting messages could not be reached at the last attempt.
    var heldCount: Int { queues.count { $0.isHeld } }

    /// The number of queued messages.
    var waitingCount: Int { state.withLock { $0.queues.values.reduce(0) { $0 + $1.count } } }

    /// Whether nothing can be sent until the next start.
    var isClosed: Bool { state.withLock { $0.end != nil } }

    private var progress: NetworkProgress {
        state.withLock { NetworkProgress(isConnected: $0.connection == .connected, takenCount: $0.takenCount) }
    }

    /// Sends a message to a room: at once where the network allows it, otherwise in the queue's order.
    /// - Parameter patience: how long to wait for the result while the network is connected.
    /// - Throws: why it will not be sent.
    func send(
        _ message: Message, to room: Room, patience: Duration = patience
    ) async throws(ChatError) -> Receipt {
        try await enqueue(message, to: room, patience: patience).value
    }

    /// Queues a message for a room, and stores it before, unless somebody asked for it; a network with
    /// `.immediateSending` sends it before this returns.
    /// - Parameters:
    ///   - isAnswer: whether somebody asked for it.
    ///   - patience: how long from now to wait for its receipt while the network is connected.
    /// - Throws: why it will not be sent.
    func enqueue(
        _ message: Message, to room: Room, isAnswer: Bool = false, patience: Duration = patience
    ) async throws(ChatError) -> PendingReceipt {
        let message = QueuedMessage(message)
        if capabilities.has(.immediateSending) {
            do throws(ChatError) {
                return PendingReceipt(.sent(try await deliver(message.next, key: message.key, to: room).id))
            } catch {
                counters.count(error)
                counters.dropped.add()
                throw error
            }
        }
        guard !isAnswer, message.message.recipient == nil, outbox.store != nil else {
            return try enqueue(message, to: room, stored: nil, isAnswer: isAnswer, patience: patience)
        }
        // Nothing is stored for more rooms than there can be.
        try state.withLock { state throws(ChatError) in _ = try queue(of: room, isAnswer: false, &state) }
        switch try await outbox.add(message, to: room.name, on: name) {
        case .stored(let id):
            guard await outbox.intake.admits(id) else { return PendingReceipt(.queued, isStored: true) }
            // A delivery is handled in the background: nobody waits for what it says.
            let patience = AnnouncementRecord.current?.delivery == nil ? patience : .zero
            do { return try enqueue(message, to: room, stored: id, isAnswer: false, patience: patience) } catch {
                // It is sent after the next start.
                return PendingReceipt(.queued, isStored: true)
            }
        case .repetition(let receipt): return PendingReceipt(receipt, isStored: true)
        case nil:
            // Another machine would run the handler again if this one is cut off, and say it once more.
            if outbox.lease.isShared, AnnouncementRecord.current?.delivery != nil {
                throw ChatError(.transient, "The store that this machine shares with others does not take the message.")
            }
            return try enqueue(message, to: room, stored: nil, isAnswer: false, patience: patience)
        }
    }

    private func enqueue(
        _ message: QueuedMessage, to room: Room, stored: StoredMessageID?, isAnswer: Bool, patience: Duration
    ) throws(ChatError) -> PendingReceipt {
        let (queue, isReachable) = try state.withLock { state throws(ChatError) in
            if let end = state.end { throw end }
            let isConnected = state.connection.map { $0 == .connected } ?? true
            return (try self.queue(of: room, isAnswer: isAnswer, &state), isConnected && !state.isSlow)
        }
        let waits = isReachable && patience > .zero && (stored == nil || !queue.isMissing)
        let pending = try queue.enqueue(
            message, stored: stored, isAnswer: isAnswer, patience: waits ? patience : .zero)
        return PendingReceipt(isStored: stored != nil) { [self] () throws(ChatError) in
            let receipt = try await pending.value
            if waits, receipt == .queued, !queue.isMissing { state.withLock { $0.isSlow = true } }
            return receipt
        }
    }

    /// Adds a reaction to a message, unless messages wait or the pace of the room is used up: on some networks each
    /// reaction is a message.
    /// - Throws: why it is not shown.
    func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        let queue = try state.withLock { state throws(ChatError) -> RoomQueue in
            try self.queue(of: room, isAnswer: true, &state)
        }
        guard queue.admitReaction() else {
            throw ChatError(.rateLimited(retryAfter: nil), "There are too many messages in \(room) for a reaction.")
        }
        try await network.react(reaction, to: id, in: room)
    }

    /// Records the state of the connection; changes are logged.
    func note(_ connection: NetworkState) {
        let queues = state.withLock { state -> [RoomQueue]? in
            // Staying disconnected for another reason is not logged.
            let shouldLog = state.connection?.isSameCase(as: connection) != true
            state.connection = connection
            guard shouldLog else { return nil }
            guard connection == .connected else { return [] }
            state.hasConnected = true
            return Array(state.queues.values)
        }
        guard let queues else { return }
        let level: Logger.Level =
            switch connection {
            case .connecting: .debug
            case .connected: .info
            case .disconnected: .warning
            }
        logger.log(level: level, "chat network", metadata: ["network": "\(name)", "state": "\(connection)"])
        for queue in queues { queue.wake() }
    }

    /// Ends the link once the messages that are being sent have arrived. Stored messages are sent after the next start;
    /// all others that wait, and new ones, are refused.
    func suspend(_ error: ChatError) -> ClosedMessages { end(error) { $0.suspend(error) } }

    /// Closes the link as `suspend` does, and cancels what is being sent.
    @discardableResult
    func close(_ error: ChatError) -> ClosedMessages { end(error) { $0.close(error) } }

    /// Closes the link until `reopen`, because another machine is connected to the network.
    func leave(_ error: ChatError) {
        close(error)
        state.withLock { ($0.end, $0.connection) = (error, nil) }
    }

    /// Makes the link as it was before it ran: what is stored is to be restored.
    func reopen() {
        state.withLock { state in
            let hasConnected = state.hasConnected
            state = State()
            state.hasConnected = hasConnected
        }
    }

    private func end(_ error: ChatError, _ body: (RoomQueue) -> ClosedMessages) -> ClosedMessages {
        state.withLock { $0.end = $0.end ?? error }
        return queues.reduce(into: ClosedMessages()) { $0 += body($1) }
    }

    /// Waits until nothing is being sent.
    func rest() async { for queue in queues { await queue.rest() } }

    /// The queue of a room; nil if there is none now.
    func queue(of room: Room) -> RoomQueue? { state.withLock { $0.queues[UntrustedText(room.name)] } }

    /// The rooms that do not exist or do not let the bot in, for which messages wait, sorted.
    var missingRooms: [String] { state.withLock { $0.missing.sorted().map(\.verbatim) } }

    var queues: [RoomQueue] { state.withLock { Array($0.queues.values) } }

    func queue(of room: Room, isAnswer: Bool, _ state: inout State) throws(ChatError) -> RoomQueue {
        let name = UntrustedText(room.name)
        if let queue = state.queues[name] { return queue }
        let limit = isAnswer ? Self.mostRooms / 2 : Self.mostRooms
        if state.queues.count >= limit { state.queues = state.queues.filter { $0.value.count > 0 } }
        guard state.queues.count < limit else {
            throw ChatError(.refused, "Messages wait for \(limit) other rooms of \(self.name): this one is not sent.")
        }
        let group = UntrustedText(network.paceGroup(of: room))
        let shared = state.queues.values.first { $0.pace.group == group }?.pace
        let queue = RoomQueue(
            room, capabilities, shared ?? RoomPace(of: group, capabilities.pace), pace, outbox: outbox,
            counters: counters, clock: clock, logger: logger,
            progress: { [weak self] in self?.progress ?? NetworkProgress(isConnected: false, takenCount: 0) },
            reportMissing: { [weak self] in self?.noteMissing(room, $0) ?? false },
            deliver: { [weak self] message, key throws(ChatError) in
                guard let self else { throw ChatError(.refused, "The bot has stopped.") }
                return try await self.deliver(message, key: key, to: room)
            })
        state.queues[name] = queue
        return queue
    }

    /// Notes that a room does not exist or does not let the bot in, or (nil) that it does again.
    /// - Returns: whether stored messages may wait for it.
    private func noteMissing(_ room: Room, _ error: ChatError?) -> Bool {
        let name = UntrustedText(room.name)
        let (mayWait, isNew) = state.withLock { state in
            guard error != nil else { return (state.missing.remove(name) != nil, false) }
            guard state.missing.contains(name) || state.missing.count < Self.mostMissingRooms else {
                return (false, false)
            }
            return (true, state.missing.insert(name).inserted)
        }
        if isNew, let error { onMissing(room, error) }
        return mayWait
    }
}

extension NetworkState {
    /// Whether both are the same state, whatever the reason.
    fileprivate func isSameCase(as other: NetworkState) -> Bool {
        switch (self, other) {
        case (.connecting, .connecting), (.connected, .connected), (.disconnected, .disconnected): true
        default: false
        }
    }
}
