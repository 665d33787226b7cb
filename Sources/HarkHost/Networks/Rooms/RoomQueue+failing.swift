internal import HarkStore
internal import Synchronization

extension RoomQueue {
    /// Decides and records what becomes of a step that failed.
    /// - Returns: how long to wait before the same step is retried; nil if it is not.
    func settle(_ step: Step, after error: ChatError, _ backOff: inout BackOff) async -> Duration? {
        counters.count(error)
        guard let wait = wait(before: step, after: error, &backOff) else {
            await giveUp(step, error)
            return nil
        }
        state.withLock { $0.heldSince = $0.heldSince ?? clock.steady }
        guard case .message(let entry) = step else { return wait }
        if error.mayHaveArrived {
            let wasMarked = update(entry) { entry in
                entry.inDoubtSince = entry.inDoubtSince ?? clock.steady
                return entry.content.isMarked
            }
            if wasMarked == true {
                await giveUp(step, error)
                return nil
            }
        }
        let isInDoubt = error.mayHaveArrived || entry.inDoubtSince != nil
        await outbox.note(entry.stored, MessageChange(isInDoubt ? .uncertain : .pending, error: error.reason))
        return wait
    }

    /// How long to wait before a step is retried; nil if it is not.
    private func wait(before step: Step, after error: ChatError, _ backOff: inout BackOff) -> Duration? {
        switch error.kind {
        case .transient where isHopeless(step): return nil
        // A missing permission may still be granted to the token: such messages are kept until they are too old.
        case .transient, .unauthorized: return backOff.next()
        case .rateLimited(let after):
            // A wait that is over already would lead to retries without a pause.
            let wait = after.flatMap { $0 > .zero ? $0 : nil } ?? backOff.next()
            let time = clock.steady + wait
            pace.hold(until: time)
            networkPace.hold(until: time)
            return wait
        case .noSuchRoom, .notAMember:
            // Somebody may still make the room or invite the bot: stored messages are kept until they are too old.
            return isStored(step) && holdMissing(step, error) ? Self.probeInterval : nil
        case .tooLong, .refused: return nil
        }
    }

    /// Whether a message is stored, or a report comes before one that is.
    private func isStored(_ step: Step) -> Bool {
        switch step {
        case .message(let entry): entry.stored != nil
        case .summary: state.withLock { $0.backlog.entries.contains { $0.stored != nil } }
        }
    }

    /// Lets the messages wait for their room.
    /// - Returns: false if too many rooms of the network are missing.
    private func holdMissing(_ step: Step, _ error: ChatError) -> Bool {
        guard reportMissing(error) else { return false }
        state.withLock { $0.isMissing = true }
        if case .message(let entry) = step { entry.receipt.set(.success(.queued)) }
        return true
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

    private func giveUp(_ step: Step, _ error: ChatError) async {
        logger.error("message not delivered", metadata: ["room": "\(room)", "error": "\(error)"])
        switch step {
        case .summary(_, let count, _): await settleSummary(count)
        case .message(let entry):
            // What was in doubt before may have arrived.
            let isInDoubt = error.mayHaveArrived || entry.inDoubtSince != nil
            counters.dropped.add()
            await outbox.note(entry.stored, MessageChange(isInDoubt ? .givenUp : .dead, error: error.reason))
            state.withLock { $0.backlog.remove(entry, followedBy: nil) }
            entry.receipt.set(.failure(error))
        }
    }
}
