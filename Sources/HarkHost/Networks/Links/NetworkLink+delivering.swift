internal import Synchronization

extension NetworkLink {
    /// After losing the response this often, an edit counts as made.
    private static let mostDoubtfulEdits = 3

    /// Sends one message now: in the thread of its subject, or as an edit of the message that it replaces.
    func deliver(_ message: Message, key: String, to room: Room) async throws(ChatError) -> DeliveredMessage {
        if let key = message.replaces, capabilities.has(.edits),
            let earlier = state.withLock({ $0.sent.message(of: key, in: room.name) }),
            try await edit(earlier, in: room, to: message)
        {
            counters.sent.add()
            return DeliveredMessage(id: earlier, thread: subjectThread(of: message, in: room))
        }
        let thread = capabilities.has(.threads) ? thread(of: message, in: room) : nil
        let isSeenTwice = thread != nil && message.isAlsoInRoom
        let hasBoth = capabilities.has(.threadsSeenInRoom)
        let outgoing = OutgoingMessage(
            message.text, severity: message.severity, thread: thread, isAlsoInRoom: isSeenTwice && hasBoth,
            replyTo: message.replyTo, recipient: message.recipient, key: key)
        let (id, isInThread) = try await sendInThread(outgoing, of: message, to: room)
        counters.sent.add()
        state.withLock { state in
            state.isSlow = false
            state.takenCount += 1
            if let id { state.sent.insert(id, of: message, in: room.name) }
        }
        return DeliveredMessage(
            id: id, thread: isInThread ? subjectThread(of: message, in: room) : nil,
            needsCopy: isInThread && isSeenTwice && !hasBoth)
    }

    private func thread(of message: Message, in room: Room) -> MessageID? {
        switch message.thread {
        case .message(let id): id
        case .subject: subjectThread(of: message, in: room)
        case nil: nil
        }
    }

    /// The message that started the thread about the message's subject, if it has one.
    private func subjectThread(of message: Message, in room: Room) -> MessageID? {
        guard case .subject(let subject)? = message.thread else { return nil }
        return state.withLock { $0.sent.thread(about: subject, in: room.name) }
    }

    /// Sends a message to its thread; to the room if the thread's first message was deleted.
    private func sendInThread(
        _ outgoing: OutgoingMessage, of message: Message, to room: Room
    ) async throws(ChatError) -> (id: MessageID?, isInThread: Bool) {
        do { return (try await network.send(outgoing, to: room), outgoing.thread != nil) } catch {
            guard error.kind == .refused, outgoing.thread != nil else { throw error }
            state.withLock { $0.sent.forget(message, in: room.name) }
            let anew = OutgoingMessage(
                outgoing.text, severity: outgoing.severity, recipient: outgoing.recipient, key: outgoing.key)
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
