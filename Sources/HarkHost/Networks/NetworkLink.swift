private import Synchronization

/// One network of the bot: how it is connected, and what is said on it.
final class NetworkLink: Sendable {
    /// How long a sender waits to learn what became of a message; after that it is sent in its turn.
    static let patience = Duration.seconds(3)

    /// Most rooms whose queues are kept: of more, those in which nothing waits are forgotten. The last half is for
    /// announcements: whoever asks the bot something chooses the room of the answer.
    private static let mostRooms = 2_000

    /// A change whose answer was lost so often counts as made.
    private static let mostDoubtfulEdits = 3

    private struct State {
        /// How the connection is; nil before the network runs.
        var connection: NetworkState?
        var hasConnected = false
        /// Whether somebody has waited in vain to learn what became of a message since the last one was taken: then the
        /// next ones do not wait, so that a webhook for many rooms is answered in time.
        var isSlow = false
        /// How many messages were taken.
        var takenCount = 0
        /// Why nothing can be said any more.
        var end: ChatError?
        /// By the bytes of their names.
        var queues: [UntrustedText: RoomQueue] = [:]
        var sent = SentMessages()
        /// How often a change was sent whose answer was lost.
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

    /// How the connection is; nil before the network runs.
    var connection: NetworkState? { state.withLock { $0.connection } }

    /// Whether it has ever been connected.
    var hasConnected: Bool { state.withLock { $0.hasConnected } }

    /// How many messages wait for it.
    var waitingCount: Int { state.withLock { $0.queues.values.reduce(0) { $0 + $1.count } } }

    private var progress: NetworkProgress {
        state.withLock { NetworkProgress(isConnected: $0.connection == .connected, takenCount: $0.takenCount) }
    }

    /// Says something in a room: at once where the network allows it, else in its turn.
    /// - Parameter patience: how long to wait to learn what became of it, while the network is connected.
    /// - Throws: why it will not be said.
    func send(
        _ message: Message, to room: Room, patience: Duration = patience
    ) async throws(ChatError) -> Receipt {
        try await enqueue(message, to: room, patience: patience).value
    }

    /// Gives a message its place among those of a room; where sending ends at once, it is said.
    /// - Parameters:
    ///   - isAnswer: whether somebody has asked for it.
    ///   - patience: how long from now its receipt is waited for, while the network is connected.
    /// - Throws: why it will not be said.
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

    /// Shows a reaction beside a message, unless the room has heard enough for now: on some networks each is a message.
    /// - Throws: why it is not shown.
    func react(_ reaction: Reaction, to id: MessageID, in room: Room) async throws(ChatError) {
        let queue = try state.withLock { state throws(ChatError) -> RoomQueue in
            try self.queue(of: room, isAnswer: true, &state)
        }
        guard queue.admitReaction() else {
            throw ChatError(.rateLimited(retryAfter: nil), "Too much is said in \(room) for a reaction.")
        }
        try await network.react(reaction, to: id, in: room)
    }

    /// Keeps how the connection is; the log gets a line when it changes.
    func note(_ connection: NetworkState) {
        let queues = state.withLock { state -> [RoomQueue]? in
            // That it is still lost, for another reason, need not be logged.
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

    /// Ends it: what waits, and what comes, is refused.
    /// - Returns: how many messages are not said.
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
            throw ChatError(.refused, "Messages wait for \(limit) other rooms of \(self.name): this one is not said.")
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
    /// Says one message now: in the thread of its subject, or in the place of the one that it replaces.
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

    /// Says a message in its thread; in the room if somebody has deleted what began the thread.
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

    /// Changes an earlier message.
    /// - Returns: whether it is changed; if not, the message is to be said anew.
    /// - Throws: what may pass.
    private func edit(_ id: MessageID, in room: Room, to message: Message) async throws(ChatError) -> Bool {
        do {
            try await network.edit(id, in: room, to: OutgoingMessage(message.text, severity: message.severity))
            state.withLock { $0.doubtfulEdits[id] = nil }
            return true
        } catch {
            switch error.kind {
            case .transient where error.mayHaveArrived:
                // To change it once more does no harm, but not for ever where a network never confirms it.
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
    /// Whether it is the same state, for whatever reason.
    fileprivate func isSameCase(as other: NetworkState) -> Bool {
        switch (self, other) {
        case (.connecting, .connecting), (.connected, .connected), (.disconnected, .disconnected): true
        default: false
        }
    }
}
