internal import HarkStore
internal import Synchronization

extension RoomQueue {
    /// The time between two attempts while the room does not exist or does not let the bot in.
    static let probeInterval = Duration.seconds(600)

    /// What to send next.
    enum Step: Sendable {
        /// A report that messages were left out.
        case summary(String, count: Int, key: String)
        case message(WaitingMessage)
    }

    /// What the worker does next.
    private enum Turn: Sendable {
        case send(Step)
        /// Record that these messages are not sent any more.
        case drop([StoredMessageID])
        /// Report that no message waits for a missing room any more.
        case reportFound
        /// Nothing waits, or the queue is closed.
        case end
    }

    /// Sends what waits, until nothing does.
    func work() async {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(60))
        // One log entry when the room becomes unreachable, not one for every attempt.
        var isHeld = false
        while !Task.isCancelled {
            guard let step = await next() else { return }
            let pause = networkPace.admit(pace, at: clock.steady)
            guard pause == .zero else {
                await sleep(pause, isFixed: true)
                continue
            }
            do throws(ChatError) {
                guard try await run(step) else { break }
                backOff.reset()
                isHeld = false
                noteReached()
            } catch {
                guard let wait = await settle(step, after: error, &backOff) else { continue }
                if !isHeld { logger.warning("messages wait", metadata: ["room": "\(room)", "reason": "\(error)"]) }
                isHeld = true
                await sleep(wait, isFixed: error.isRateLimit)
            }
        }
        change { state in (state.isWorking, state.worker) = (false, nil) }
    }

    /// The next step; nil if there is none, and the work is over.
    private func next() async -> Step? {
        while true {
            switch change(turn) {
            case .send(let step): return step
            case .drop(let messages):
                logger.warning("messages left out", metadata: ["room": "\(room)", "count": "\(messages.count)"])
                for id in messages {
                    await outbox.note(id, MessageChange(.dropped, error: "It waited for too long, or too many waited."))
                }
            case .reportFound: _ = reportMissing(nil)
            case .end: return nil
            }
        }
    }

    private func turn(_ state: inout State) -> Turn {
        state.backlog.trim(at: clock.steady, heldSince: state.heldSince)
        state.isWoken = false
        let dropped = state.backlog.takeDropped()
        if !dropped.isEmpty { return .drop(dropped) }
        if state.end == nil {
            // While the room is reachable, the report on left-out messages comes after the waiting ones.
            let entries = state.backlog.entries
            if let leftOut = state.backlog.leftOut, state.heldSince != nil || entries.isEmpty {
                let text = leftOut.summary(before: entries.count)
                return .send(.summary(text, count: leftOut.count, key: leftOut.key))
            }
            if let entry = entries.first { return .send(.message(entry)) }
        }
        if state.isMissing {
            state.isMissing = false
            return .reportFound
        }
        // Nothing waits: an earlier failure says nothing about the next message.
        if state.end == nil { state.heldSince = nil }
        (state.isWorking, state.worker) = (false, nil)
        return .end
    }

    /// Changes the state, and wakes those who wait until nothing is being sent, if that is so now.
    private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        let (result, waiters) = state.withLock { state in
            let result = body(&state)
            return (result, state.takeRestWaiters(at: clock.steady))
        }
        for waiter in waiters { waiter.resume() }
        return result
    }

    /// Waits, but not longer than until the network reconnects, unless the time is fixed by a pace or by the network.
    private func sleep(_ wait: Duration, isFixed: Bool) async {
        let end = clock.steady + wait
        let nap = isFixed ? nil : Task { [clock] in try await clock.sleep(until: end) }
        change { state in
            (state.nap, state.sleepsUntil) = (nap, end)
            guard state.isWoken, let nap else { return }
            nap.cancel()
            state.sleepsUntil = nil
        }
        if let nap {
            await withTaskCancellationHandler {
                _ = await nap.result
            } onCancel: {
                nap.cancel()
            }
        } else {
            try? await clock.sleep(until: end)
        }
        state.withLock { ($0.nap, $0.sleepsUntil) = (nil, nil) }
    }

    /// Sends a message or a report, and records that before and afterwards.
    /// - Returns: false if nothing may be sent, because the store is closed, or another machine may hold the chat.
    private func run(_ step: Step) async throws(ChatError) -> Bool {
        guard outbox.lease.isHeld else { return false }
        switch step {
        case .summary(let text, let count, let key):
            _ = try await deliver(Message(ChatText(text)), key)
            await settleSummary(count)
        case .message(var entry):
            let isNewlyMarked = mayStandTwice(entry) && !entry.content.isMarked
            if isNewlyMarked {
                entry.content = entry.content.marked
                let marked = entry.content
                update(entry) { $0.content = marked }
            }
            // Its machine may have left the chat meanwhile, and joined it again: then another worker has the message.
            guard try await outbox.begin(entry, isChanged: isNewlyMarked), !Task.isCancelled else { return false }
            let delivered = try await deliver(entry.content.next, entry.key)
            await end(entry, delivered)
        }
        return true
    }

    private func end(_ entry: WaitingMessage, _ delivered: DeliveredMessage) async {
        if delivered.needsCopy {
            let copy = entry.copy(entry.content.posted(in: delivered.thread))
            let change = MessageChange(.pending, remoteID: delivered.id?.text, content: copy.content.bytes)
            await outbox.note(entry.stored, change)
            state.withLock { $0.backlog.remove(entry, followedBy: copy) }
        } else {
            // The copy for the room does not replace the identifier of the message in its thread.
            var change = MessageChange(.sent, remoteID: entry.content.isPosted ? nil : delivered.id?.text)
            if let thread = delivered.thread, entry.stored != nil {
                change.content = entry.content.sent(in: thread).bytes
            }
            await outbox.note(entry.stored, change)
            state.withLock { $0.backlog.remove(entry, followedBy: nil) }
        }
        entry.receipt.set(.success(.sent(delivered.id)))
    }

    /// Notes that the room was told, or will not be told, that this many messages were left out.
    func settleSummary(_ count: Int) async {
        for id in state.withLock({ $0.backlog.settle(leftOut: count) }) {
            await outbox.note(id, MessageChange(.folded, error: "The room could not be reached for too long."))
        }
    }

    /// Notes that the room could be reached.
    private func noteReached() {
        let wasMissing = state.withLock { state in
            state.heldSince = nil
            defer { state.isMissing = false }
            return state.isMissing
        }
        if wasMissing { _ = reportMissing(nil) }
    }

    /// Whether the network may have the message already, and would not recognise its key.
    private func mayStandTwice(_ entry: WaitingMessage) -> Bool {
        entry.inDoubtSince.map { clock.steady - $0 >= keyLifetime } ?? false
    }

    /// Changes the entry of the message that is being sent; nil if it is not in the queue any more.
    @discardableResult
    func update<Result: Sendable>(_ entry: WaitingMessage, _ change: (inout WaitingMessage) -> Result) -> Result? {
        state.withLock { $0.backlog.update(entry, change) }
    }
}

extension ChatError {
    fileprivate var isRateLimit: Bool {
        if case .rateLimited = kind { true } else { false }
    }
}
