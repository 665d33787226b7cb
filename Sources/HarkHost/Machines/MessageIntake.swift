internal import HarkStore
private import Synchronization

/// Which stored messages the machine that is connected to the chat has in its queues already, so that it finds those of
/// the other machines and queues each once.
final class MessageIntake: Sendable {
    /// A message that was stored this long ago is visible to all machines.
    private static let settlingTime = Duration.seconds(60)

    private struct State {
        var search: @Sendable () async -> Void = {}
        /// Whether this machine sends, and what was stored before is queued.
        var isOpen = false
        /// How often it was closed.
        var term = 0
        /// Messages that were queued here since this machine began to send, and when.
        var known: [StoredMessageID: ContinuousClock.Instant] = [:]
        /// Up to here, all messages are known.
        var settled: StoredMessageID?

        /// Notes that a message is to be queued, unless it has been queued already.
        mutating func take(_ id: StoredMessageID, at time: ContinuousClock.Instant) -> Bool {
            if let settled, id <= settled { return false }
            if known[id] != nil { return false }
            known[id] = time
            return true
        }
    }

    private let lease: ChatLease
    private let clock: BotClock
    private let state = Mutex(State())
    private let searches = SerialTasks()

    init(_ lease: ChatLease, clock: BotClock) {
        self.lease = lease
        self.clock = clock
    }

    /// Sets what looks for messages.
    func setSearch(_ search: @escaping @Sendable () async -> Void) { state.withLock { $0.search = search } }

    /// Begins to look for messages: those that were stored before are queued.
    func open() { state.withLock { $0.isOpen = true } }

    /// Forgets all messages, and looks for none until `open`.
    func close() async {
        state.withLock { ($0.isOpen, $0.term) = (false, $0.term + 1) }
        await searches.finish()
        state.withLock { ($0.known, $0.settled) = ([:], nil) }
    }

    /// Whether messages are looked for.
    var isOpen: Bool { lease.isShared && lease.isHeld && state.withLock { $0.isOpen } }

    /// Up to which message nothing new can appear; nil if that is not known.
    var settled: StoredMessageID? { state.withLock { $0.settled } }

    /// Notes that a message is to be queued.
    /// - Returns: false if it has been queued already.
    func take(_ id: StoredMessageID) -> Bool { state.withLock { $0.take(id, at: clock.steady) } }

    /// Notes that a search has found everything, so that the next one passes over what is old.
    /// - Parameter start: when it began.
    func settle(since start: ContinuousClock.Instant) {
        state.withLock { state in
            let old = state.known.filter { start - $0.value > Self.settlingTime }.keys.max()
            guard let old else { return }
            state.settled = max(old, state.settled ?? old)
            state.known = state.known.filter { $0.key > old }
        }
    }

    /// Decides whether a message that this machine has just stored is to be queued by its caller. Those that other
    /// machines stored before are queued first.
    /// - Returns: false if another machine sends it, or it has been queued already.
    func admits(_ id: StoredMessageID) async -> Bool {
        guard lease.isShared else { return true }
        guard lease.isHeld,
            let term = state.withLock({ $0.isOpen && $0.take(id, at: clock.steady) ? $0.term : nil })
        else { return false }
        await look()
        // What this machine has restored from the store meanwhile includes it.
        return state.withLock { $0.isOpen && $0.term == term }
    }

    /// Looks for messages that other machines have stored, if this one sends. Searches run one after the other, and
    /// those who ask while one runs share the next.
    func look() async {
        guard isOpen else { return }
        await searches.runMerged(state.withLock { $0.search })
    }
}
