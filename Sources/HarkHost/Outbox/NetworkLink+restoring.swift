internal import HarkStore
internal import Synchronization

private import struct FoundationEssentials.Date

extension NetworkLink {
    /// How many of the latest messages are read for threads and edits.
    private static let remembered = 2_000

    /// Finds out which messages of earlier processes started threads, and which may be edited.
    func restoreSent(from store: any DeliveryStore) async throws(StoreError) {
        guard capabilities.has(.threads) || capabilities.has(.edits) else { return }
        let query = MessageQuery(network: name.text, states: [.sent], isNewestFirst: true, limit: Self.remembered)
        let latest = try await store.messages(query)
        state.withLock { state in
            for stored in latest.reversed() {
                guard let id = stored.remoteID, let content = try? QueuedMessage(stored: stored.content) else {
                    continue
                }
                state.sent.restore(MessageID(id), in: content.thread, of: content.message, room: stored.room)
            }
        }
    }

    /// Queues an unsent message of an earlier process. `startRestored` begins to send it.
    /// - Returns: what became of the message, if it is not sent any more.
    func restore(_ stored: StoredMessage) -> MessageChange? {
        guard !isClosed else { return nil }
        let room = Room(named: stored.room, on: nil)
        let content: QueuedMessage
        let queue: RoomQueue
        do { content = try QueuedMessage(stored: stored.content) } catch {
            return MessageChange(.dead, error: error.description)
        }
        // Repeating an edit does no harm.
        let isInDoubt = stored.state != .pending && !isEdit(content.message, in: room)
        if stored.state == .sending, isInDoubt, content.isMarked {
            let reason = "The bot ended while it sent the message for the second time, so that it may have arrived."
            return MessageChange(.givenUp, error: reason)
        }
        do throws(ChatError) {
            queue = try state.withLock { state throws(ChatError) in
                try self.queue(of: room, isAnswer: false, &state)
            }
        } catch {
            // It stays stored, and waits for the next start or for its age.
            return nil
        }
        let age = Duration.seconds(max(0, clock.now.timeIntervalSince(stored.created)))
        var entry = WaitingMessage(
            content: content, stored: stored.id, isAnswer: false, since: clock.steady - age,
            time: BotTime(stored.created))
        // It was sent at this time or later.
        if isInDoubt { entry.inDoubtSince = entry.since }
        queue.restore(entry, hasFailed: stored.error != nil)
        return nil
    }

    /// Begins to send what was restored.
    func startRestored() { for queue in queues { queue.start() } }

    private func isEdit(_ message: Message, in room: Room) -> Bool {
        guard let key = message.replaces, capabilities.has(.edits) else { return false }
        return state.withLock { $0.sent.message(of: key, in: room.name) != nil }
    }
}
