internal import HarkStore
private import Synchronization

/// Stores the messages to rooms until their networks have them, so that a restart loses none.
///
/// It stores nothing before `open` and after `close`. A message that is certainly not stored is sent
/// all the same.
final class Outbox: Sendable {
    /// Most ends of messages that are kept while the store does not take them.
    private static let mostUnwritten = 1000

    private struct State {
        var store: (any DeliveryStore)?
        /// Whether the latest call has failed, and the log says so.
        var isFailing = false
        /// How messages ended, where the store did not take that yet.
        var unwritten: [StoredMessageID: MessageChange] = [:]
    }

    /// A message that has waited this long is dropped.
    let longestAge: Duration
    /// The number of messages that wait in the queues of all rooms.
    let total = MessageTotal()
    /// Whether this machine sends, if several share the store.
    let lease: ChatLease
    /// Which messages are in the queues of this machine, if several share the store.
    let intake: MessageIntake
    private let storeCounters: StoreCounters
    private let logger: Logger
    private let state = Mutex(State())

    /// An outbox without a store.
    init(
        longestAge: Duration, storeCounters: StoreCounters = StoreCounters(), clock: BotClock = .system, logger: Logger
    ) {
        self.longestAge = longestAge
        self.storeCounters = storeCounters
        self.logger = logger
        lease = ChatLease(clock: clock, logger: logger)
        intake = MessageIntake(lease, clock: clock)
    }

    /// The store; nil before `open` and after `close`.
    var store: (any DeliveryStore)? { state.withLock { $0.store } }

    /// Begins to store messages.
    func open(_ store: any DeliveryStore) { state.withLock { $0.store = store } }

    /// Ends the use of the store.
    func close() async {
        await writeAgain()
        state.withLock { $0.store = nil }
    }

    /// What became of a message that was to be stored.
    enum Addition: Sendable {
        case stored(StoredMessageID)
        /// The delivery that the task handles has said it before: it is not sent again.
        case repetition(Receipt)
    }

    /// Stores a message.
    /// - Returns: nil if it is not stored.
    /// - Throws: a transient error if it may be stored: the store sends it then, and nobody else may.
    func add(
        _ message: QueuedMessage, to room: String, on network: NetworkName
    ) async throws(ChatError) -> Addition? {
        guard let store else { return nil }
        let new = NewStoredMessage(
            delivery: AnnouncementRecord.current?.delivery.map { StoredDeliveryID(rawValue: $0.id) },
            network: network.text, room: room, content: message.bytes,
            repetitionKey: RepetitionKey.next(for: message.message, in: room, on: network))
        do throws(StoreError) {
            switch try await store.addMessage(new) {
            case .stored(let id):
                await noteSuccess()
                return .stored(id)
            case .repetition(let earlier):
                let isSent = earlier.state == .sent
                return .repetition(isSent ? .sent(earlier.remoteID.map { MessageID($0) }) : .queued)
            }
        } catch {
            guard error.isDefinite else {
                noteFailure(error, "message may be stored: it is sent when it is found")
                throw ChatError(.transient, "It is not known whether the store has the message.")
            }
            noteFailure(error, "message not stored: it is lost if the bot ends before it is sent")
            return nil
        }
    }

    /// Records that a message is about to be sent, so that it is known to be in doubt if the process dies.
    /// - Parameter isChanged: whether what is sent differs from what is stored.
    /// - Returns: whether to send it. After the store was closed, or has failed for good, the message belongs to the
    ///   next process; if another machine may hold the chat, to that one.
    /// - Throws: a transient error if the message cannot be marked, and another machine could send it without a mark
    ///   when this one is cut off for longer than its lease.
    func begin(_ message: WaitingMessage, isChanged: Bool) async throws(ChatError) -> Bool {
        guard lease.isHeld else { return false }
        guard let id = message.stored else { return true }
        let change = MessageChange(.sending, content: isChanged ? message.content.bytes : nil)
        guard let store else { return false }
        do throws(StoreError) {
            try await store.updateMessage(id, change)
            await noteSuccess()
            return lease.isHeld
        } catch {
            noteFailure(error, "message not marked as being sent")
            guard !error.isFatal, error != .closed, lease.isHeld else { return false }
            if lease.isShared { throw ChatError(.transient, "The store cannot note that the message is being sent.") }
            return true
        }
    }

    /// Records what became of a message. If the store does not take its end, that is written later.
    /// - Parameter id: nil for a message that is not stored.
    func note(_ id: StoredMessageID?, _ change: MessageChange) async {
        guard let id, let store else { return }
        do throws(StoreError) {
            try await store.updateMessage(id, change)
            await noteSuccess()
        } catch {
            noteFailure(error, "state of a message not stored")
            // Other states would be out of date by the time they are written.
            guard !change.state.isUnsent else { return }
            state.withLock { if $0.unwritten.count < Self.mostUnwritten { $0.unwritten[id] = change } }
        }
    }

    private func noteSuccess() async {
        let wasFailing = state.withLock { state in
            defer { state.isFailing = false }
            return state.isFailing
        }
        if wasFailing { await writeAgain() }
    }

    private func noteFailure(_ error: StoreError, _ what: String) {
        storeCounters.count(error)
        let isFirst = state.withLock { state in
            defer { state.isFailing = true }
            return !state.isFailing
        }
        if isFirst { logger.error("\(what)", metadata: ["reason": "\(error)"]) }
    }

    /// Writes what the store did not take.
    private func writeAgain() async {
        let unwritten = state.withLock { state in
            defer { state.unwritten = [:] }
            return state.unwritten
        }
        for (id, change) in unwritten { await note(id, change) }
    }
}
