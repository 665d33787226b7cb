private import Synchronization

/// One network of the bot: the state of its connection, and the queues of its rooms.
final class NetworkLink: Sendable {
    /// How long a sender waits for the result of a message; after that the message stays queued.
    static let patience = Duration.seconds(3)

    /// Most rooms whose queues are kept; beyond that, empty queues are dropped. The second half is reserved for
    /// announcements, because people choose the rooms of answers.
    private static let mostRooms = 2_000

    /// After losing the response this often, an edit counts as made.
    private static let mostDoubtfulEdits = 3

    private struct State {
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
    }

    let network: any ChatNetwork
    let name: NetworkName
    let capabilities: NetworkCapabilities
    private let pace: NetworkPace
    private let clock: BotClock
    private let logger: Logger
    private let state = Mutex(State())

    init(_ network: any ChatNetwork, clock: BotClock, logger: Logger) {
        self.network = network
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

    /// The number of queued messages.
    var waitingCount: Int { state.withLock { $0.queues.values.reduce(0) { $0 + $1.count } } }

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

    /// Queues a message for a room; a network with `.immediateSending` sends it before this returns.
    /// - Parameters:
    ///   - isAnswer: whether somebody asked for it.
    ///   - patience: how long from now to wait for its receipt while the network is connected.
    /// - Throws: why it will not be sent.
    func enqueue(
        _ message: Message, to room: Room, isAnswer: Bool = false, patience: Duration = patience
    ) async throws(ChatError) -> PendingReceipt {
        if capabilities.has(.immediateSending) {
            return PendingReceipt(.sent(try await deliver(message, key: OutgoingMessage.newKey(), to: room).id))
        }
        let (queue, isReachable) = try state.withLock { state throws(ChatError) in
            if let end = state.end { throw end }
            let isConnected = state.connection.map { $0 == .connected } ?? true
            return (try self.queue(of: room, isAnswer: isAnswer, &state), isConnected && !state.isSlow)
        }
        let pending = try queue.enqueue(message, isAnswer: isAnswer, patience: isReachable ? patience : .zero)
        return PendingReceipt { [self] () throws(ChatError) in
            let receipt = try await pending.value
            if isReachable, receipt == .queued { state.withLock { $0.isSlow = true } }
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

    /// Closes the link: queued and new messages are refused.
    /// - Returns: the number of messages that were dropped.
    @discardableResult
    func close(_ error: ChatError) -> Int {
        let queues = state.withLock { state in
            state.end = error
            return Array(state.queues.values)
        }
        return queues.reduce(0) { $0 + $1.close(error) }
    }

    private func queue(of room: Room, isAnswer: Bool, _ state: inout State) throws(ChatError) -> RoomQueue {
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
            room, capabilities, shared ?? RoomPace(of: group, capabilities.pace), pace, clock: clock, logger: logger,
            progress: { [weak self] in self?.progress ?? NetworkProgress(isConnected: false, takenCount: 0) },
            deliver: { [weak self] message, key throws(ChatError) in
                guard let self else { throw ChatError(.refused, "The bot has stopped.") }
                return try await self.deliver(message, key: key, to: room)
            })
        state.queues[name] = queue
        return queue
    }
}

extension NetworkLink {
    /// Sends one message now: in the thread of its subject, or as an edit of the message that it replaces.
    private func deliver(
        _ message: Message, key: String, to room: Room
    ) async throws(ChatError) -> (id: MessageID?, followUp: Message?) {
        if let key = message.replaces, capabilities.has(.edits),
            let earlier = state.withLock({ $0.sent.message(of: key, in: room.name) }),
            try await edit(earlier, in: room, to: message)
        {
            return (earlier, nil)
        }
        let thread = capabilities.has(.threads) ? thread(of: message, in: room) : nil
        let isSeenTwice = thread != nil && message.isAlsoInRoom
        let hasBoth = capabilities.has(.threadsSeenInRoom)
        let outgoing = OutgoingMessage(
            message.text, severity: message.severity, thread: thread, isAlsoInRoom: isSeenTwice && hasBoth,
            replyTo: message.replyTo, key: key)
        let (id, isInThread) = try await sendInThread(outgoing, of: message, to: room)
        state.withLock { state in
            state.isSlow = false
            state.takenCount += 1
            if let id { state.sent.insert(id, of: message, in: room.name) }
        }
        return (id, isInThread && isSeenTwice && !hasBoth ? Message(message.text, severity: message.severity) : nil)
    }

    private func thread(of message: Message, in room: Room) -> MessageID? {
        switch message.thread {
        case .message(let id): id
        case .subject(let subject): state.withLock { $0.sent.thread(about: subject, in: room.name) }
        case nil: nil
        }
    }

    /// Sends a message to its thread; to the room if the thread's first message was deleted.
    private func sendInThread(
        _ outgoing: OutgoingMessage, of message: Message, to room: Room
    ) async throws(ChatError) -> (id: MessageID?, isInThread: Bool) {
        do { return (try await network.send(outgoing, to: room), outgoing.thread != nil) } catch {
            guard error.kind == .refused, outgoing.thread != nil else { throw error }
            state.withLock { $0.sent.forget(message, in: room.name) }
            let anew = OutgoingMessage(outgoing.text, severity: outgoing.severity, key: outgoing.key)
            return (try await network.send(anew, to: room), false)
        }
    }

    /// Edits an earlier message.
    /// - Returns: whether it was edited; if not, the message is to be sent as a new one.
    /// - Throws: an error that may pass.
    private func edit(_ id: MessageID, in room: Room, to message: Message) async throws(ChatError) -> Bool {
        do {
            try await network.edit(id, in: room, to: OutgoingMessage(message.text, severity: message.severity))
            state.withLock { $0.doubtfulEdits[id] = nil }
            return true
        } catch {
            switch error.kind {
            case .transient where error.mayHaveArrived:
                // Repeating an edit does no harm, but must end where a network never confirms it.
                let count = state.withLock { state in
                    state.doubtfulEdits[id, default: 0] += 1
                    return state.doubtfulEdits[id] ?? 0
                }
                guard count >= Self.mostDoubtfulEdits else { throw ChatError(error.kind, error.reason) }
                state.withLock { $0.doubtfulEdits[id] = nil }
                return true
            case .transient, .rateLimited, .unauthorized: throw error
            default:
                state.withLock { $0.sent.forget(message, in: room.name) }
                return false
            }
        }
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
